# Context managers as decorators: entered and left around each call.
from contextlib import ContextDecorator, contextmanager

import state
from lockweave import concurrent


class Transaction(ContextDecorator):
    def __enter__(self):
        state.tick()
        return self

    def __exit__(self, *error):
        pass


@contextmanager
def counted():
    yield
    state.tally.add()


@Transaction()
def first():
    pass


@counted()
def second():
    pass


@concurrent
def work(n):
    first()
    second()


def main():
    for future in [work(n) for n in range(20)]:
        future.result()
    print(state.total, state.tally.count)
