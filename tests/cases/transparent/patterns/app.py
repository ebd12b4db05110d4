# Patterns for sequences, mappings, `None` and `True` take no stand-in; others ask it.
from typing import Any

from lockweave import concurrent, wait_for


class Point:
    def __init__(self, x: int) -> None:
        self.x = x


@concurrent(transparent=True)
def give(value: Any) -> Any:
    return value


def wrong() -> str:
    match give([1, 2]):
        case [one, two]:
            return f"{one} {two}"
        case None:
            return "none"
    return "other"


def kind(value: Any) -> str:
    match value:
        case int(n) if n > 1:
            return f"int {n + 1}"
        case str():
            return "str"
        case Point(x=1):
            return "point"
        case 1.5:
            return "1.5"
    return "other"


def main() -> None:
    print(kind(give(5)), kind(give("a")), kind(give(Point(1))), kind(give(1.5)), kind(give(b"")))
    match wait_for(give([1, 2])):
        case [one, two]:
            print(one, two)


if __name__ == "__main__":
    main()
