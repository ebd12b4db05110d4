import _locks
import state
from lockweave import concurrent


@concurrent
def add(n):
    state.total += n
    _locks.doors["front"] = "open"


def main():
    for future in [add(n) for n in range(4)]:
        future.result()
    print(state.total, _locks.doors)
