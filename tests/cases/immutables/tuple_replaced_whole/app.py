# A tuple is never mutated, but its name is rebound from its old value: read-modify-write.
import time

from lockweave import concurrent

history: "tuple[int, ...]" = ()


@concurrent
def remember() -> "tuple[int, ...]":
    global history
    old = history
    time.sleep(0)
    history = old + (len(old),)
    return history


def main() -> None:
    sizes = sorted(len(future.result()) for future in [remember() for _ in range(100)])
    assert sizes == list(range(1, 101))
    print(history[-1])
