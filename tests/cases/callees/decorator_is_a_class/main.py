# A decorator that is a class, and one that is an object: a call of the function calls them.
import state
from lockweave import concurrent


class Counted:
    def __init__(self, function):
        self.function = function

    def __call__(self, *args):
        state.tick()
        return self.function(*args)


class Tallied:
    def __call__(self, function):
        def wrapper(*args):
            state.tally.add()
            return function(*args)

        return wrapper


@Counted
@Tallied()
def price(n):
    return n


@concurrent
def work(n):
    price(n)


def main():
    for future in [work(n) for n in range(20)]:
        future.result()
    print(state.total, state.tally.count)
