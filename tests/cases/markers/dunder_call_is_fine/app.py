# __call__ gives whatever it likes: no LW105.
import time

from lockweave import concurrent

total = 0


class Adder:
    @concurrent
    def __call__(self, n: int) -> int:
        global total
        seen = total
        time.sleep(0)
        total = seen + n
        return n


def main() -> None:
    adder = Adder()
    for future in [adder(2) for _ in range(100)]:
        future.result()
    assert total == 200, total
    print(total)
