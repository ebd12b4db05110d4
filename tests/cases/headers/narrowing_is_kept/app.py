# `if current is not None:` copies into a local so that both type checkers still narrow.
import time
from typing import Optional

from lockweave import concurrent

current: Optional[str] = None


@concurrent
def choose(name: str) -> None:
    global current
    time.sleep(0)
    current = name


def shout() -> str:
    if current is not None:
        return current.upper()
    return "nobody"


def main() -> None:
    before = shout()
    choose("ann").result()
    print(before, shout())
