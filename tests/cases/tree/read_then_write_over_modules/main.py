import state
from lockweave import concurrent


@concurrent
def add(n):
    state.put(state.get() + n)


def double():
    now = state.get()
    state.put(now * 2)


def main():
    futures = [add(n) for n in range(4)]
    double()
    for future in futures:
        future.result()
    print(state.get() in range(6, 13))
