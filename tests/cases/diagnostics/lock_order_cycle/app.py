# The user's lock is taken under ours in one place and ours under the user's in another: LW303 shows both paths.
import threading

from lockweave import concurrent

printer = threading.Lock()
total = 0
pages = 0


@concurrent
def add(n: int) -> None:
    global total
    before = total
    with printer:
        print(n)
    total = before + n


def report() -> None:
    printer.acquire()
    try:
        print(total)
    finally:
        printer.release()


def main() -> None:
    future = add(1)
    future.result()
    report()
