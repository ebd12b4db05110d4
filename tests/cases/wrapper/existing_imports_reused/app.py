# threading and Future are imported already, under other names: no second import of what is there.
import threading as th
import time
from concurrent.futures import Future as Promise, wait

from lockweave import concurrent

total = 0


@concurrent
def add(n: int) -> int:
    global total
    seen = total
    time.sleep(0)
    total = seen + n
    return n


def main() -> None:
    futures: "list[Promise[int]]" = [add(n) for n in range(50)]
    wait(futures)
    assert total == 1225, total
    print(total, th.current_thread() is th.main_thread())
