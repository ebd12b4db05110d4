# atexit spawns after the end of main: the output says so instead of hanging.
import atexit

from lockweave import concurrent

total = 0


@concurrent
def add(n: int) -> None:
    global total
    total += n


def farewell() -> None:
    try:
        add(1)
    except RuntimeError:
        pass


def main() -> None:
    atexit.register(farewell)
    add(1).result()
    print(total)
