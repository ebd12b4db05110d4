# Stubs in an ABC and a Protocol only change their annotation; the override in the subclass is woven.
import time
from abc import ABC, abstractmethod
from typing import Protocol

from lockweave import concurrent

done: list[str] = []


class Runner(Protocol):
    @concurrent
    def run(self, n: int) -> str: ...


class Task(ABC):
    @concurrent
    @abstractmethod
    def run(self, n: int) -> str:
        """Run the task."""
        ...

    @abstractmethod
    @concurrent
    def name(self) -> str: ...


class Print(Task):
    @concurrent
    def run(self, n: int) -> str:
        size = len(done)
        time.sleep(0)
        done.append(f"{size}")
        return f"{n}"

    @concurrent
    def name(self) -> str:
        return "print"


def start(runner: Runner, n: int) -> str:
    return runner.run(n).result()


def main() -> None:
    task = Print()
    futures = [task.run(n) for n in range(50)]
    for future in futures:
        future.result()
    print(start(task, 3), task.name().result(), len(done))
    try:
        Task()  # type: ignore[abstract]
    except TypeError:
        print("abstract")
