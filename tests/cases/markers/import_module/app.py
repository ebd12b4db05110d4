# `import lockweave` with dotted markers: import and decorators go, `with lockweave.atomic:` becomes a section.
import time

import lockweave

total = 0


@lockweave.concurrent
def add(n: int) -> None:
    global total
    seen = total
    time.sleep(0)
    total = seen + n


def add_twice() -> None:
    global total
    with lockweave.atomic:
        total += 1
        time.sleep(0)
        total += 1


def main() -> None:
    futures = [add(1) for _ in range(100)]
    add_twice()
    for future in futures:
        future.result()
    assert total == 102, total
    print(total)
