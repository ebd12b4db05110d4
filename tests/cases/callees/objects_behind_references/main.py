# What a weak reference refers to is the object itself.
import weakref

import state
from lockweave import concurrent

reference = weakref.ref(state.tally)
method = weakref.WeakMethod(state.tally.add)


@concurrent
def work(n):
    reference().add()
    method()()


def main():
    for future in [work(n) for n in range(20)]:
        future.result()
    print(state.total, state.tally.count)
