# A context variable holds its default.
import contextvars

import state
from lockweave import concurrent

current = contextvars.ContextVar("current", default=state.tally)


@concurrent
def work(n):
    current.get().add()


def main():
    for future in [work(n) for n in range(20)]:
        future.result()
    print(state.total, state.tally.count)
