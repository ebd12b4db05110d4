# An own class without `__iter__` is iterated over by its `__getitem__`.
import state
from lockweave import concurrent


class Pages:
    def __getitem__(self, number):
        if number > 1:
            raise IndexError
        state.tick()
        return number


@concurrent
def work(n):
    for page in Pages():
        pass


def main():
    for future in [work(n) for n in range(20)]:
        future.result()
    print(state.total, state.tally.count)
