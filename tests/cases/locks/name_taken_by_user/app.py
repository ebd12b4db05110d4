# `_hits_lock` and `_hits_lock_2` are the user's own: the new name avoids them all, locals and attributes too.
import time

from lockweave import concurrent

_hits_lock = "a padlock"
hits = 0


def describe(_hits_lock_2: str) -> str:
    return _hits_lock_2 + _hits_lock


@concurrent
def hit() -> None:
    global hits
    seen = hits
    time.sleep(0)
    hits = seen + 1


def main() -> None:
    _hits_lock_1 = 0
    for future in [hit() for _ in range(100)]:
        future.result()
    assert hits == 100, hits
    print(describe("x "), hits + _hits_lock_1)
