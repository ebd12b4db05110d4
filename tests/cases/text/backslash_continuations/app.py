# Backslash continuations inside the section, with odd indents on the continued lines.
import time

from lockweave import concurrent

total = 0


@concurrent
def add(n: int) -> bool:
    global \
        total
    seen = \
  total
    time.sleep(0)
    total = seen + \
n \
            + 0
    if total > 0 and \
       n > 0: return \
        True
    assert total > 0, \
"never"
    return False


def main() -> None:
    assert {future.result() for future in [add(1) for _ in range(100)]} == {True}
    assert total == 100, total
    print(total)
