# A method's `rate` is the module's, not the class's; a class body's read of `rate` before its own binding is the module's too.
import time

from lockweave import concurrent

rate = 1


class Plan:
    base = rate
    rate = 50

    def raise_rate(self) -> None:
        global rate
        seen = rate
        time.sleep(0)
        rate = seen + 1


@concurrent
def work() -> None:
    Plan().raise_rate()


def main() -> None:
    for future in [work() for _ in range(100)]:
        future.result()
    assert rate == 101, rate
    print(rate, Plan.rate, Plan.base)
