# `group` is an alias into `groups`: setdefault, the change and the sum are one section, in body and ordinary code.
import time

from lockweave import concurrent

groups: dict[str, list[int]] = {}


@concurrent
def add(key: str, value: int) -> None:
    group = groups.setdefault(key, [0])
    last = group[-1]
    time.sleep(0)
    group.append(last + value)


def add_here(key: str, value: int) -> None:
    group = groups.setdefault(key, [0])
    last = group[-1]
    time.sleep(0)
    group.append(last + value)


def main() -> None:
    futures = []
    for i in range(100):
        futures.append(add("xyz"[i % 3], 1))
        add_here("x", 1)
    for future in futures:
        future.result()
    assert groups["x"][-1] == 134, groups["x"][-1]
    print({key: len(group) for key, group in sorted(groups.items())})
