# Ordinary code holds the lock by `with atomic:` while it joins a thread that runs a body's helper.
import threading

from lockweave import atomic, concurrent

total = 0


def bump() -> None:
    global total
    total += 1


@concurrent
def work() -> None:
    bump()


def run() -> int:
    thread = threading.Thread(target=bump)
    thread.start()
    with atomic:
        thread.join()
        return total
