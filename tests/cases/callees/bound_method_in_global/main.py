# A bound method under a name of its own: what it changes is locked.
import state
from lockweave import concurrent

note = state.tally.add


@concurrent
def work(n):
    note(1)


def main():
    for future in [work(n) for n in range(20)]:
        future.result()
    print(state.total, state.tally.count)
