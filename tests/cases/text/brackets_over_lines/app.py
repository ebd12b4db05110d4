# Calls, dicts and comprehensions over lines, with comments and blank lines inside the brackets.
import time

from lockweave import concurrent

table: dict[str, int] = {}


@concurrent
def add(key: str) -> int:
    seen = table.get(
        key,

# a comment at the margin
        0,  # the default
    )
    time.sleep(0)
    table.update({
      key: seen
        + 1,
    })
    return sum([
        value
        for value in table.values()
      if value
    ])


def main() -> None:
    for future in [add("ab"[i % 2]) for i in range(100)]:
        future.result()
    assert table == {"a": 50, "b": 50}, table
    print(sorted(table.items()))
