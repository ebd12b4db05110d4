# Each body is given a tuple, and returns a list of its own.
from lockweave import concurrent


@concurrent
def doubled(numbers: tuple[int, ...]) -> list[int]:
    return [number * 2 for number in numbers]


def main() -> None:
    futures = [doubled((n, n + 1)) for n in range(3)]
    print([future.result() for future in futures])
