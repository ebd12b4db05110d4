# The write happens only in the except clause, whose cause is raised three calls deep.
import time

from lockweave import concurrent

failures: dict[str, int] = {}


def parse(text: str) -> int:
    return int(text)


def convert(text: str) -> int:
    return parse(text) + 1


@concurrent
def load(text: str) -> int:
    try:
        return convert(text)
    except ValueError as error:
        kind = type(error).__name__
        seen = failures.get(kind, 0)
        time.sleep(0)
        failures[kind] = seen + 1
        return -1


def main() -> None:
    values = [future.result() for future in [load("x" if n % 2 else "1") for n in range(200)]]
    assert failures == {"ValueError": 100}, failures
    print(values.count(2), values.count(-1))
