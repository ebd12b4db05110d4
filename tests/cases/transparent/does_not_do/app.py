# Where only the value itself is fit: LW405. With `wait_for` around it there is nothing to say.
import json
import re
from decimal import Decimal
from typing import Any, List, Optional

from lockweave import concurrent, wait_for


@concurrent(transparent=True)
def find(name: str) -> Optional[str]:
    return None


@concurrent(transparent=True)
def text(name: str) -> str:
    return name


@concurrent(transparent=True)
def fault(name: str) -> ValueError:
    return ValueError(name)


@concurrent(transparent=True)
def numbers(name: str) -> List[int]:
    return [len(name)]


@concurrent(transparent=True)
def save(name: str) -> None:
    assert name


def wrong() -> None:
    if find("x") is None:
        print("not there")
    found = find("y")
    print(found is not None, type(found) is str, type(text("a")) == str)
    print(",".join([text("a"), text("b")]), text("a") in "abc", "abc".startswith(text("a")), "%s" % found)
    print(json.dumps(numbers("a")), json.dumps([text("b")]), re.match("a", text("b")), Decimal(text("1")))
    letters = [text(letter) for letter in "abc"]
    print("".join(letters), ord(text("a")))
    try:
        raise fault("x")
    except ValueError:
        pass


def right() -> None:
    print(wait_for(find("x")) is None, find("y") == None, type(wait_for(text("a"))) is str)
    print(",".join(wait_for(text(letter)) for letter in "ab"), ",".join(text("abc")), "a" in text("abc"))
    print("".join(map(wait_for, [text("a"), text("b")])), json.dumps(wait_for(numbers("a"))))
    plain: Any = len("abc")
    print(plain is None, type(plain) is int, json.dumps([plain]))
    try:
        raise wait_for(fault("x"))
    except ValueError as error:
        print(error)


def main() -> None:
    right()


if __name__ == "__main__":
    main()
