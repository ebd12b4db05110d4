# A bound method as a default.
import state
from lockweave import concurrent


@concurrent
def work(n, note=state.tally.add):
    note(1)


def main():
    for future in [work(n) for n in range(20)]:
        future.result()
    print(state.total, state.tally.count)
