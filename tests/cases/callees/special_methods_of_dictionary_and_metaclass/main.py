# `__missing__`, methods of a metaclass, `__format__` and `__set_name__`.
import state
from lockweave import concurrent


class Defaults(dict):
    def __missing__(self, key):
        state.tick()
        return 1


class Registry(type):
    def count(cls):
        state.tally.add()


class Model(metaclass=Registry):
    pass


class Price:
    def __format__(self, specification):
        state.tick()
        return "price"


class Column:
    def __set_name__(self, owner, name):
        state.tally.add()


defaults = Defaults()


@concurrent
def work(n):
    defaults["z"]
    Model.count()
    "{}".format(Price())

    class Table:
        column = Column()


def main():
    for future in [work(n) for n in range(20)]:
        future.result()
    print(state.total, state.tally.count)
