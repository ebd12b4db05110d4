"""Bodies in loky's processes, one of them inside of a function."""

import os
import sys

import place
import work
from lockweave import concurrent
from loky import get_reusable_executor


@concurrent(executor=get_reusable_executor)
def of_main(n: int) -> int:
    return n * 7


def nested(by: int) -> int:
    @concurrent(executor=get_reusable_executor)
    def times(n: int) -> int:
        return n * by

    return times(6).result()


if __name__ == "__main__":
    place.choose(get_reusable_executor(max_workers=2))
    print(of_main(6).result())
    print(nested(8))
    for line in work.report():
        print(line)
    print("here:", work.is_process(os.getpid()).result(), file=sys.stderr)
