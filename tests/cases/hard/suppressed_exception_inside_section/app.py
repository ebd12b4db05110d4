# An exception inside the section is swallowed by a `with`: the section goes on with the lock held.
import contextlib
import time

from lockweave import concurrent

table: dict[int, int] = {n: n for n in range(50)}
missed = 0


@concurrent
def drop(n: int) -> None:
    global missed
    found = False
    with contextlib.suppress(KeyError):
        table[n]
        time.sleep(0)
        del table[n]
        found = True
    if not found:
        seen = missed
        time.sleep(0)
        missed = seen + 1


def main() -> None:
    for future in [drop(n % 60) for n in range(120)]:
        future.result()
    assert not table and missed == 70, (table, missed)
    print(missed)
