import state
from lockweave import concurrent


@concurrent
def add(n):
    setattr(state, "total", getattr(state, "total") + n)


def main():
    for future in [add(n) for n in range(5)]:
        future.result()
    print(state.total)
