import state
from lockweave import concurrent


@concurrent(unlocked=("state.db",))
def add(n):
    state.db[n] = True
    state.total += n


def main():
    for future in [add(n) for n in range(4)]:
        future.result()
    print(state.total, sorted(state.db))
