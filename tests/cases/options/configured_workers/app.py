# workers = 3 of the configuration bounds the common pool; the marker's own bound wins where it stands.
import time

from lockweave import concurrent

total = 0


@concurrent
def add(n: int) -> None:
    global total
    seen = total
    time.sleep(0)
    total = seen + n


@concurrent(workers=1)
def add_alone(n: int) -> None:
    global total
    seen = total
    time.sleep(0)
    total = seen + n


def main() -> None:
    for future in [add(1) for _ in range(50)] + [add_alone(1) for _ in range(50)]:
        future.result()
    assert total == 100, total
    print(total)
