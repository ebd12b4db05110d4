# No import at all: a bare unbound @concurrent and `with atomic:` count as ours.
import time

total = 0


@concurrent
def add() -> None:
    global total
    seen = total
    time.sleep(0)
    total = seen + 1


def add_two() -> None:
    global total
    with atomic:
        total += 1
        total += 1


def overlap_main() -> None:
    futures = [add() for _ in range(50)]
    add_two()
    for future in futures:
        future.result()
    assert total == 52, total
    print(total)
