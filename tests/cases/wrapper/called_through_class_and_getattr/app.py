# The method is reached through the class, getattr, an alias and a stored bound method.
import time

from lockweave import concurrent

total = 0


class Till:
    @concurrent
    def add(self, n: int) -> int:
        global total
        seen = total
        time.sleep(0)
        total = seen + n
        return n

    plus = add


def main() -> None:
    till = Till()
    bound = till.add
    futures = []
    for _ in range(25):
        futures += [Till.add(till, 1), getattr(till, "add")(1), till.plus(1), bound(1)]
    assert sum(future.result() for future in futures) == total == 100
    print(total)
