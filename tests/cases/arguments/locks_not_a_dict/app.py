# locks= must be a dict literal of names: LW102.
import threading

from lockweave import concurrent

LOCKS = {"hits": threading.Lock()}
hits = 0


@concurrent(locks=LOCKS)
def record() -> None:
    global hits
    hits += 1
