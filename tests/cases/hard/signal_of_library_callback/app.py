# A timer's callback is concurrent code of the user's own: it guards its write like everybody.
import threading
import time

from lockweave import concurrent

ticks = 0


def tick() -> None:
    global ticks
    seen = ticks
    time.sleep(0)
    ticks = seen + 1


@concurrent
def work() -> None:
    tick()


def overlap_main() -> None:
    timers = [threading.Timer(0.001, tick) for _ in range(20)]
    for timer in timers:
        timer.start()
    futures = [work() for _ in range(100)]
    for timer in timers:
        timer.join()
    for future in futures:
        future.result()
    assert ticks == 120, ticks
    print(ticks)
