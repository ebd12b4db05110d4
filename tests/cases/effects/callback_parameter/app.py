# The body passes a project function to a helper, which calls it.
import time
from typing import Callable

from lockweave import concurrent

log: list[str] = []


def note(text: str) -> None:
    size = len(log)
    time.sleep(0)
    log.append(f"{size}")


def twice(action: Callable[[str], None], text: str) -> None:
    action(text)
    action(text)


@concurrent
def run(text: str) -> None:
    twice(note, text)


def main() -> None:
    for future in [run("x") for _ in range(100)]:
        future.result()
    assert log == [str(n) for n in range(200)]
    print(len(log))
