# The object's method changes it in the body while the caller still uses it.
import time

from lockweave import concurrent


class Tally:
    def __init__(self) -> None:
        self.n = 0

    def bump(self) -> None:
        seen = self.n
        time.sleep(0)
        self.n = seen + 1


@concurrent
def work(tally: Tally) -> None:
    tally.bump()


def main() -> None:
    tally = Tally()
    for future in [work(tally) for _ in range(200)]:
        future.result()
    print(tally.n)
