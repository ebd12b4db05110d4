# Parameters with two leading underscores in a method are mangled: wrapper and body must agree, keywords too.
import time

from lockweave import concurrent

total = 0


class Till:
    __tax = 2

    @concurrent
    def add(self, __n: int, *, __times: int = 1) -> int:
        global total
        seen = total
        time.sleep(0)
        total = seen + __n * __times * self.__tax
        return __n


def main() -> None:
    till = Till()
    futures = [till.add(1, _Till__times=2) for _ in range(50)] + [till.add(1) for _ in range(50)]
    for future in futures:
        future.result()
    assert total == 300, total
    print(total)
