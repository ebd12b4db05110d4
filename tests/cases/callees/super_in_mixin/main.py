# `super()` in a mixin goes on in the next class of whoever inherits from both.
import state
from lockweave import concurrent


class Logged:
    def save(self):
        super().save()


class Record:
    def save(self):
        state.tally.add()


class Order(Logged, Record):
    pass


@concurrent
def work(n):
    Order().save()


def main():
    for future in [work(n) for n in range(20)]:
        future.result()
    print(state.total, state.tally.count)
