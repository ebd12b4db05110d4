# The list is only read by body and caller: silent.
from lockweave import concurrent


@concurrent
def largest(values: list[int]) -> int:
    return max(values)


def main() -> None:
    values = [3, 9, 4]
    futures = [largest(values) for _ in range(5)]
    print({future.result() for future in futures}, min(values))
