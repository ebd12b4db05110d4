# The lock expression is a call: evaluated once, where its names are bound, not at each use.
import threading
import time

from lockweave import concurrent

made = []


def make_lock() -> "threading.Lock":
    made.append(1)
    return threading.Lock()


hits = 0


@concurrent(locks={"hits": make_lock()})
def record() -> None:
    global hits
    seen = hits
    time.sleep(0)
    hits = seen + 1


def main() -> None:
    for future in [record() for _ in range(100)]:
        future.result()
    assert hits == 100 and len(made) == 1, (hits, made)
    print(hits, len(made))
