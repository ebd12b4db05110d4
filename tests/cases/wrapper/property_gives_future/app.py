# A concurrent property: reading it spawns and gives a future, in both orders.
import time

from lockweave import concurrent

reads = 0


class Sensor:
    @property
    @concurrent
    def value(self) -> int:
        global reads
        seen = reads
        time.sleep(0)
        reads = seen + 1
        return 7

    @concurrent
    @property
    def level(self) -> int:
        global reads
        seen = reads
        time.sleep(0)
        reads = seen + 1
        return 8


def main() -> None:
    sensor = Sensor()
    futures = [sensor.value for _ in range(50)] + [sensor.level for _ in range(50)]
    assert sum(future.result() for future in futures) == 750
    assert reads == 100, reads
    print(reads)
