# Imported for checkers only, bare at run time: `if TYPE_CHECKING:` keeps a valid block (or goes whole).
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lockweave import concurrent

total = 0


@concurrent
def add() -> None:
    global total
    seen = total
    time.sleep(0)
    total = seen + 1


def overlap_main() -> None:
    for future in [add() for _ in range(50)]:
        future.result()
    assert total == 50, total
    print(total)
