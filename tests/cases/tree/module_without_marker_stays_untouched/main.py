import plain
import state
from lockweave import concurrent


@concurrent
def add(n):
    state.total += plain.odd(n, plain.X["a"])


def main():
    for future in [add(n) for n in range(4)]:
        future.result()
    print(state.total)
