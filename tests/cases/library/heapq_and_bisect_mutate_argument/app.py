# heapq.heappush and bisect.insort change what they are given.
import bisect
import heapq
import time

from lockweave import concurrent

heap: list[int] = []
line: list[int] = []


@concurrent
def push() -> None:
    size = len(heap)
    time.sleep(0)
    heapq.heappush(heap, size)
    bisect.insort(line, size)


def main() -> None:
    for future in [push() for _ in range(100)]:
        future.result()
    popped = [heapq.heappop(heap) for _ in range(100)]
    assert popped == line == list(range(100))
    print(line[-1])
