# Bound methods in a table.
import state
from lockweave import concurrent

ACTIONS = {"add": state.tally.add}


@concurrent
def work(n):
    ACTIONS["add"](1)


def main():
    for future in [work(n) for n in range(20)]:
        future.result()
    print(state.total, state.tally.count)
