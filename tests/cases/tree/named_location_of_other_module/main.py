import state
from lockweave import concurrent


@concurrent("state.total")
def add(n):
    state.total += n


def main():
    for future in [add(n) for n in range(4)]:
        future.result()
    print(state.total)
