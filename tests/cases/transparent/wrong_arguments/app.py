# `transparent=` that can't be read, or that has no value to stand in for.
from typing import NoReturn

from lockweave import concurrent, wait_for

flag = True


@concurrent(transparent=flag)
def unread() -> int:
    return 1


@concurrent(transparent=True)
def never() -> NoReturn:
    raise SystemExit


@wait_for
def decorated() -> int:
    return 1


@concurrent(transparent=False)
def fine() -> int:
    return 1
