# A return in finally replaces the first; the temporary of the first must not win.
import time

from lockweave import concurrent

total = 0


@concurrent
def add() -> str:
    global total
    try:
        seen = total
        time.sleep(0)
        total = seen + 1
        return "first"
    finally:
        return "second" + str(total > 0)


def main() -> None:
    assert {future.result() for future in [add() for _ in range(100)]} == {"secondTrue"}
    assert total == 100, total
    print(total)
