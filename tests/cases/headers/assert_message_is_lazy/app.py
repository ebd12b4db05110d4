# The message of the assert reads shared state: only when the test fails, and under the lock then.
import time

from lockweave import concurrent

total = 0
asked = 0


def why() -> str:
    global asked
    asked += 1
    return f"total is {total}"


@concurrent
def add() -> None:
    global total
    seen = total
    time.sleep(0)
    total = seen + 1


def main() -> None:
    for future in [add() for _ in range(100)]:
        future.result()
    assert total == 100, why()
    assert asked == 0
    try:
        assert total < 0, why()
    except AssertionError as error:
        print(error, asked)
