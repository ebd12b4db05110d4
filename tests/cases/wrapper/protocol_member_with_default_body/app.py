# A Protocol member with a body: a nested def in the wrapper, so that the protocol gains no second member.
import time
from typing import Protocol

from lockweave import concurrent

greeted: list[str] = []


class Greeter(Protocol):
    @concurrent
    def greet(self, name: str) -> str:
        size = len(greeted)
        time.sleep(0)
        greeted.append(name)
        return f"hello {name}"


class Polite(Greeter):
    pass


def main() -> None:
    answers = [future.result() for future in [Polite().greet(n) for n in ("ann", "bob")]]
    print(answers, len(greeted))
