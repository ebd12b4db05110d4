# `return items` of a shared list: LW201 at the return, help says to return a copy.
from lockweave import concurrent

items: list[str] = []


@concurrent
def add(name: str) -> list[str]:
    items.append(name)
    return items


def main() -> None:
    result = add("first").result()
    print(len(result))
