# Which of two definitions a name stands for, only the run knows: no call in place.
import os

from lockweave import concurrent

n = 0

if os.name == "nowhere":

    @concurrent
    def step() -> int:
        global n
        n += 1
        return n

else:

    @concurrent
    def step() -> int:
        return 2


@concurrent
def twice() -> int:
    return step().result() * 2


def main() -> None:
    print(twice().result())
