# A class below a builtin container changes it by methods that it inherits.
import time

from lockweave import concurrent


class Log(list):  # type: ignore[type-arg]
    def add(self, item: int) -> None:
        size = len(self)
        time.sleep(0)
        assert len(self) == size, "changed underneath"
        self.append(item)


log = Log()


@concurrent
def note(item: int) -> None:
    log.add(item)


@concurrent
def put(item: int) -> None:
    log.append(item)


def main() -> None:
    for future in [note(n) if n % 2 else put(n) for n in range(100)]:
        future.result()
    print(len(log))
