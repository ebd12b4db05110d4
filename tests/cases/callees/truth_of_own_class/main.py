# A test asks an object of an own class for its truth, or for its length.
import state
from lockweave import concurrent


class Stock:
    def __bool__(self):
        state.tick()
        return True


class Basket:
    def __len__(self):
        state.tally.add()
        return 0


stock = Stock()
basket = Basket()


@concurrent
def work(n):
    if not basket and stock:
        return n
    return 0


def main():
    for future in [work(n) for n in range(20)]:
        future.result()
    print(state.total, state.tally.count)
