# A decorator of the program below the marker runs in the body's thread.
import state
from lockweave import concurrent


def counted(function):
    def wrapper(self, n):
        state.tick()
        return function(self, n)

    return wrapper


class Shop:
    @concurrent
    @counted
    def sell(self, n):
        state.tally.add()


shop = Shop()


def work(n):
    return shop.sell(n)


def main():
    for future in [work(n) for n in range(20)]:
        future.result()
    print(state.total, state.tally.count)
