# `return a and f(a)` over shared names in ordinary code.
import time
from typing import Optional

from lockweave import concurrent

owner: Optional[str] = None
greetings = 0


def greet(name: str) -> str:
    global greetings
    greetings += 1
    return f"hello {name}"


@concurrent
def own(name: str) -> None:
    global owner
    time.sleep(0)
    owner = name


def welcome() -> Optional[str]:
    return owner and greet(owner)


def main() -> None:
    first = welcome()
    own("ann").result()
    print(first, welcome(), greetings)
    assert greetings == 1
