# `cls` may be any class below the one that the text names.
import state
from lockweave import concurrent


class Model:
    @classmethod
    def create(cls):
        cls.created()
        return cls()

    @staticmethod
    def created():
        pass


class Order(Model):
    @staticmethod
    def created():
        state.tick()


@concurrent
def work(n):
    Order.create()


def main():
    for future in [work(n) for n in range(20)]:
        future.result()
    print(state.total, state.tally.count)
