# The shared list is stored in an object that nobody knows: LW202.
from typing import Any

from lockweave import concurrent

rows: list[int] = []


@concurrent
def add(request: Any, n: int) -> None:
    rows.append(n)
    request.context = rows


class Request:
    context: object = None


def main() -> None:
    add(Request(), 1).result()
    print(len(rows))
