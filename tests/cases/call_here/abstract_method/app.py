# An abstract method stands for the bodies below it.
from abc import ABC, abstractmethod

from lockweave import call_here, concurrent

log: list[str] = []


class Store(ABC):
    @abstractmethod
    @concurrent
    def fetch(self, key: str) -> int: ...

    def all(self, keys: list[str]) -> list[int]:
        return [call_here(self.fetch, key) for key in keys]


class Disk(Store):
    @concurrent
    def fetch(self, key: str) -> int:
        log.append(key)
        return len(key)


def main() -> None:
    print(Disk().all(["a", "bb"]))


if __name__ == "__main__":
    main()
