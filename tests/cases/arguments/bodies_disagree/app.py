# `hits` has two different locks in two markers: LW106 shows both places.
import threading

from lockweave import concurrent

hits = 0
first = threading.Lock()
second = threading.Lock()


@concurrent(locks={"hits": first})
def add() -> None:
    global hits
    hits += 1


@concurrent(locks={"hits": second})
def take() -> None:
    global hits
    hits -= 1
