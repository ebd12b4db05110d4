# print and an f-string call __str__ and __format__ of a project class, which count.
import time

from lockweave import concurrent

shown = 0


class Name:
    def __str__(self) -> str:
        global shown
        seen = shown
        time.sleep(0)
        shown = seen + 1
        return "name"


@concurrent
def show() -> str:
    return f"{Name()} {Name()!s}" + str(Name())


def main() -> None:
    assert {future.result() for future in [show() for _ in range(100)]} == {"name namename"}
    assert shown == 300, shown
    print(shown)
