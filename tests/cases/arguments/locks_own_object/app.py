# `my_lock` guards `hits` everywhere: no RLock in the prelude, ordinary code uses it too, misses has its own.
import threading
import time

from lockweave import concurrent

my_lock = threading.Lock()
hits = 0
misses = 0


@concurrent(locks={"hits": my_lock})
def record() -> None:
    global hits
    seen = hits
    time.sleep(0)
    hits = seen + 1


@concurrent
def miss() -> None:
    global misses
    seen = misses
    time.sleep(0)
    misses = seen + 1


def record_here() -> None:
    global hits
    hits += 1


def main() -> None:
    futures = []
    for _ in range(100):
        futures.append(record())
        futures.append(miss())
        record_here()
    for future in futures:
        future.result()
    assert (hits, misses) == (200, 100), (hits, misses)
    print(hits, misses)
