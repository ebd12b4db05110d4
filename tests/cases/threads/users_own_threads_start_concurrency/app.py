# The first thread is the user's own: ordinary code after its start is guarded though no body was spawned yet.
import threading
import time

from lockweave import concurrent

total = 0


def bump() -> None:
    global total
    seen = total
    time.sleep(0)
    total = seen + 1


@concurrent
def work() -> None:
    bump()


def overlap_main() -> None:
    threads = [threading.Thread(target=bump) for _ in range(20)]
    for thread in threads:
        thread.start()
    for _ in range(20):
        bump()
    for future in [work() for _ in range(20)]:
        future.result()
    for thread in threads:
        thread.join()
    assert total == 60, total
    print(total)
