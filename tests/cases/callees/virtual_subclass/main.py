# A class that is registered with an abstract one may be what a parameter is declared to be.
from abc import ABC, abstractmethod

import state
from lockweave import concurrent


class Sink(ABC):
    @abstractmethod
    def put(self):
        ...


class Ledger:
    def put(self):
        state.tick()


Sink.register(Ledger)


@concurrent
def work(sink: Sink):
    sink.put()


def main():
    for future in [work(Ledger()) for n in range(20)]:
        future.result()
    print(state.total, state.tally.count)
