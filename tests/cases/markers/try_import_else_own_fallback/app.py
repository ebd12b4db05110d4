# The whole try statement is ours to erase: nothing of the fallback remains.
import time

try:
    from lockweave import concurrent
except ImportError:
    def concurrent(function):
        return function

total = 0


@concurrent
def add() -> None:
    global total
    seen = total
    time.sleep(0)
    total = seen + 1


def main() -> None:
    for future in [add() for _ in range(100)]:
        future.result()
    assert total == 100, total
    print(total)
