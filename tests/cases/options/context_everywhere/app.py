# Project-wide context: every body sees its caller's contextvars, unless its marker says context=False.
import contextvars
import time

from lockweave import concurrent

user = contextvars.ContextVar("user", default="nobody")
seen: list[str] = []


@concurrent
def audit() -> None:
    size = len(seen)
    time.sleep(0)
    seen.append(f"{size}")


@concurrent
def who() -> str:
    return user.get()


@concurrent(context=False)
def nobody() -> str:
    return "nobody"


def main() -> None:
    user.set("ann")
    for future in [audit() for _ in range(50)]:
        future.result()
    assert seen == [str(n) for n in range(50)]
    print(who().result(), nobody().result())
