# A Protocol with `__call__` may be any function.
from typing import Protocol

import state
from lockweave import concurrent


class Step(Protocol):
    def __call__(self, step: int) -> None: ...


@concurrent
def work(step: Step) -> None:
    step(1)


def main():
    for future in [work(state.tick) for n in range(20)]:
        future.result()
    print(state.total, state.tally.count)
