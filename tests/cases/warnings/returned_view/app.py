# A dict view is a window on the shared dict, not a copy: LW201.
from typing import KeysView

from lockweave import concurrent

rows: dict[str, int] = {}


@concurrent
def add(key: str) -> KeysView[str]:
    rows[key] = 1
    return rows.keys()


def main() -> None:
    print(list(add("a").result()))
