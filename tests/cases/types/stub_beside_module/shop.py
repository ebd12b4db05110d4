# The stub beside a module is rewritten with it, marked there or not; what says `Future` already stays.
from concurrent.futures import Future
from lockweave import concurrent

sold = {}


@concurrent
def sell(item, n=1):
    sold[item] = sold.get(item, 0) + n
    return sold[item]


@concurrent
def count():
    return sum(sold.values())


class Till:
    @concurrent
    def open(self, key):
        return key

    @classmethod
    @concurrent
    def make(cls):
        return cls()


def plain(x):
    return x
