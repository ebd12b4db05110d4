# Name, qualified name, signature and defaults of the public function are those of the source.
import inspect
import time

from lockweave import concurrent

total = 0


@concurrent
def add(n: int, /, times=2, *, label="x"):
    """Add."""
    global total
    seen = total
    time.sleep(0)
    total = seen + n * times


def main() -> None:
    for future in [add(1) for _ in range(50)]:
        future.result()
    assert total == 100, total
    print(add.__name__, add.__qualname__, inspect.signature(add), add.__doc__)
