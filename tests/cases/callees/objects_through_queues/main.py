# What is put into a queue comes out of it: functions, and objects that somebody else has too.
import queue
import time

import state
from lockweave import concurrent

box = {"count": 0}
jobs = queue.Queue()
boxes = queue.SimpleQueue()


@concurrent
def work(n):
    jobs.get()()
    found = boxes.get()
    before = found["count"]
    time.sleep(0)
    found["count"] = before + 1


def main():
    for n in range(20):
        jobs.put(state.tick)
        boxes.put(box)
    for future in [work(n) for n in range(20)]:
        future.result()
    print(state.total, box)
