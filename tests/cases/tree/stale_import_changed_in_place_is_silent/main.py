import state
from lockweave import concurrent
from state import LIMIT, add, items, reset


@concurrent
def work(n):
    add(n)


def main():
    reset()
    work(LIMIT + 1).result()
    print(items, state.total)
