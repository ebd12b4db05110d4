# Project-wide on_error: wrappers log what nobody retrieves.
import time

from lockweave import concurrent

failures = 0


@concurrent
def risky(n: int) -> int:
    global failures
    if n % 2:
        seen = failures
        time.sleep(0)
        failures = seen + 1
        raise ValueError(n)
    return n


def main() -> None:
    caught = 0
    for future in [risky(n) for n in range(50)]:
        try:
            future.result()
        except ValueError:
            caught += 1
    assert caught == failures == 25
    print(caught)
