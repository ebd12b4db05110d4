# at_exit="cancel": queued bodies are dropped at exit, running ones finish.
import time

from lockweave import concurrent

total = 0


@concurrent
def add(n: int) -> None:
    global total
    seen = total
    time.sleep(0)
    total = seen + n


def main() -> None:
    for future in [add(1) for _ in range(50)]:
        future.result()
    assert total == 50, total
    print(total)
