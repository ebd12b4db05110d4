# The function comes out of a module-level table of handlers.
import time

from lockweave import concurrent

added = 0
removed = 0


def add() -> None:
    global added
    seen = added
    time.sleep(0)
    added = seen + 1


def remove() -> None:
    global removed
    seen = removed
    time.sleep(0)
    removed = seen + 1


HANDLERS = {"add": add, "remove": remove}


@concurrent
def handle(event: str) -> None:
    HANDLERS[event]()


def main() -> None:
    for future in [handle(("add", "remove")[i % 2]) for i in range(200)]:
        future.result()
    assert (added, removed) == (100, 100), (added, removed)
    print(added, removed)
