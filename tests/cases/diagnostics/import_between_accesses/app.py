# The import inside the section is hoisted above it (or LW304): it may run other code under the import lock.
import time

from lockweave import concurrent

rows: list[str] = []


@concurrent
def add(n: int) -> None:
    size = len(rows)
    time.sleep(0)
    import json

    rows.append(json.dumps([size, n]))


def main() -> None:
    for future in [add(n) for n in range(50)]:
        future.result()
    assert [row.split(",")[0] for row in rows] == [f"[{n}" for n in range(50)]
    print(len(rows))
