# concurrent.futures.wait and as_completed wait too: outside any lock, which is taken in the loop's body.
import time
from concurrent.futures import as_completed, wait

from lockweave import concurrent

total = 0


@concurrent
def work(n: int) -> int:
    global total
    seen = total
    time.sleep(0)
    total = seen + 1
    return n


def main() -> None:
    global total
    futures = [work(n) for n in range(50)]
    for future in as_completed(futures):
        total += future.result()
    wait(futures)
    assert total == 50 + 1225, total
    print(total)
