# `closing`, `partialmethod`, `cmp_to_key`, `methodcaller`, `copy` and `staticmethod` of the standard library call what they are given.
import contextlib
import copy
import functools
import operator

import state
from lockweave import concurrent


class File:
    def close(self):
        state.tick()

    def append(self, step):
        state.tally.add(step)

    append_one = functools.partialmethod(append, 1)
    flush = staticmethod(state.tick)

    def __copy__(self):
        state.tick()
        return self


def compare(left, right):
    state.tick()
    return left - right


@concurrent
def work(n):
    with contextlib.closing(File()) as file:
        file.append_one()
        file.flush()
    sorted([1, 2], key=functools.cmp_to_key(compare))
    operator.methodcaller("add", 1)(state.tally)
    copy.copy(file)


def main():
    for future in [work(n) for n in range(20)]:
        future.result()
    print(state.total, state.tally.count)
