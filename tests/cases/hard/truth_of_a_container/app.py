# Asking whether a container holds something looks into it, wherever it is asked.
import time

from lockweave import concurrent

items: list[int] = []
torn = 0


@concurrent
def swap() -> None:
    items.append(1)
    time.sleep(0)
    items.pop()


@concurrent
def size() -> int:
    return 1 if items else 0


def asked() -> list[int]:
    assert not items
    return [n for n in range(3) if items]


def main() -> None:
    futures = [swap() if n % 2 else size() for n in range(200)]
    for _ in range(50):
        assert asked() == []
    assert {future.result() for future in futures if future.result() is not None} == {0}
    print(len(items))
