import queue
import time
from lockweave import concurrent

log = []


@concurrent
def producer(q, n):
    time.sleep(0.05)
    for i in range(n):
        log.append(("put", i))
        q.put(i)
    q.put(None)


@concurrent
def consumer(q):
    while True:
        item = q.get()
        if item is None:
            return
        log.append(("got", item))


def main():
    q = queue.Queue()
    p = producer(q, 3)
    c = consumer(q)
    p.result(timeout=5)
    c.result(timeout=5)
    print(len(log))


