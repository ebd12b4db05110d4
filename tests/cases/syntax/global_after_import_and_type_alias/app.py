# Annotated globals without a value, and annotated assignments to shared names and attributes.
import time
from typing import Dict, Optional

from lockweave import concurrent

Table = Dict[str, int]
table: Table
count: Optional[int] = None


def setup() -> None:
    global table
    table = {}


setup()


@concurrent
def add(key: str) -> None:
    global count
    seen: int = table.get(key, 0)
    number: Optional[int] = count
    time.sleep(0)
    table[key] = seen + 1
    count = (number or 0) + 1


def main() -> None:
    for future in [add("ab"[n % 2]) for n in range(100)]:
        future.result()
    assert table == {"a": 50, "b": 50} and count == 100, (table, count)
    print(count)
