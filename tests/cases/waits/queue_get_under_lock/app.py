# The section blocks on a queue that another body fills, between its accesses: LW301.
import queue

from lockweave import concurrent

inbox: "queue.Queue[int]" = queue.Queue()
total = 0


@concurrent
def send(n: int) -> None:
    global total
    total += 1
    inbox.put(n)


@concurrent
def receive() -> None:
    global total
    before = total
    n = inbox.get()
    total = before + n
