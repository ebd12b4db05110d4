# `getattr` of a module with a computed name may give any of its functions.
import state
from lockweave import concurrent


@concurrent
def work(n):
    getattr(state, "ti" + "ck")()


def main():
    for future in [work(n) for n in range(20)]:
        future.result()
    print(state.total, state.tally.count)
