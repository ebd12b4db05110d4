# An abstract method with a real body is woven; super() reaches it from the override.
import time
from abc import ABC, abstractmethod

from lockweave import concurrent

log: list[str] = []


class Base(ABC):
    @abstractmethod
    @concurrent
    def save(self, name: str) -> int:
        size = len(log)
        time.sleep(0)
        log.append(f"{size} {name}")
        return size


class File(Base):
    @concurrent
    def save(self, name: str) -> int:
        return super().save(name + ".txt").result()


def main() -> None:
    sizes = sorted(future.result() for future in [File().save(f"f{n}") for n in range(50)])
    assert sizes == list(range(50)), sizes
    print(len(log))
