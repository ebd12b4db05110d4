# A decorator of the program on a method that does nothing itself.
import functools

import state
from lockweave import concurrent


def counted(function):
    @functools.wraps(function)
    def wrapper(self, *args):
        state.tick()
        return function(self, *args)

    return wrapper


class Shop:
    @counted
    def open(self):
        return True


shop = Shop()


@concurrent
def work(n):
    shop.open()


def main():
    for future in [work(n) for n in range(20)]:
        future.result()
    print(state.total, state.tally.count)
