# Under --strict pprint.pformat, which nobody knows, counts as a change of `rows`: a lock.
import pprint

from lockweave import concurrent

rows = [3, 1, 2]


@concurrent
def show() -> str:
    return pprint.pformat(rows)


def main() -> None:
    print({future.result() for future in [show() for _ in range(20)]})
