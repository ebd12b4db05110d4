# Accesses before and after a wait that don't rest on each other: two sections, one a wait-free run.
import time

from lockweave import concurrent

asked = 0
answered = 0


@concurrent
def answer(n: int) -> int:
    global answered
    seen = answered
    time.sleep(0)
    answered = seen + 1
    return n


@concurrent
def ask(n: int) -> int:
    global asked
    asked += 1
    result = answer(n)
    value = result.result()
    asked -= 1
    return value


def main() -> None:
    assert sum(future.result() for future in [ask(n) for n in range(50)]) == 1225
    assert (asked, answered) == (0, 50), (asked, answered)
    print(answered)
