# Reading an attribute runs a descriptor's __get__, which counts.
import time
from typing import Any

from lockweave import concurrent


class Counted:
    reads = 0

    def __get__(self, instance: Any, owner: Any) -> int:
        seen = Counted.reads
        time.sleep(0)
        Counted.reads = seen + 1
        return 7


class Sensor:
    value = Counted()


@concurrent
def read() -> int:
    return Sensor().value


def main() -> None:
    assert {future.result() for future in [read() for _ in range(100)]} == {7}
    assert Counted.reads == 100, Counted.reads
    print(Counted.reads)
