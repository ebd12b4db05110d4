# A parameter of a Protocol may be any class that has its members.
from typing import Protocol

import state
from lockweave import concurrent


class Sink(Protocol):
    def put(self, step: int) -> None: ...


class Ledger:
    def put(self, step: int) -> None:
        state.tally.add(step)


class Printer:
    def show(self) -> None:
        pass


@concurrent
def work(sink: Sink) -> None:
    sink.put(1)


def main():
    for future in [work(Ledger()) for n in range(20)]:
        future.result()
    print(state.total, state.tally.count)
