# Each body gets a fresh list that nobody else holds: handed over, silent.
from lockweave import concurrent


@concurrent
def work(values: list[int]) -> int:
    values.append(100)
    values.sort(reverse=True)
    return values[0]


def main() -> None:
    print([future.result() for future in [work(list(range(n))) for n in range(4)]])
