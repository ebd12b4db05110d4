import state
from lockweave import concurrent

_locks = ["door", "window"]


@concurrent
def add(n):
    state.total += n
    return len(_locks)


def main():
    print([future.result() for future in [add(n) for n in range(4)]])
    print(state.total, _locks)
