# workers=2 bounds the pool of this function; a second function keeps the common pool.
import threading
import time

from lockweave import concurrent

now = 0
peak = 0


@concurrent(workers=2)
def crawl() -> str:
    enter()
    time.sleep(0.001)
    leave()
    return threading.current_thread().name


def enter() -> None:
    global now, peak
    now += 1
    time.sleep(0)
    peak = max(peak, now)


def leave() -> None:
    global now
    now -= 1


@concurrent
def note() -> None:
    leave()
    time.sleep(0)
    enter()


def main() -> None:
    names = {future.result() for future in [crawl() for _ in range(40)]}
    assert len(names) <= 2, names
    note().result()
    print(now)
