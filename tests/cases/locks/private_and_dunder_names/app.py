# Locations `_total`, `__cache__` and a mangling-prone `__depth` used inside a class.
import time

from lockweave import concurrent

_total = 0
__cache__: dict[int, int] = {}


class Meter:
    __depth = 0

    @concurrent
    def dive(self, n: int) -> int:
        global _total
        seen = Meter.__depth
        time.sleep(0)
        Meter.__depth = seen + 1
        _total += 1
        __cache__[n] = _total
        return seen

    @staticmethod
    def depth() -> int:
        return Meter.__depth


def main() -> None:
    for future in [Meter().dive(n) for n in range(100)]:
        future.result()
    assert Meter.depth() == _total == len(__cache__) == 100
    print(_total)
