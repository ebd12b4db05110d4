# The import inside the section happens only if the shared test says so, so it can't be hoisted: LW304.
import time

from lockweave import concurrent

table: dict[str, str] = {}


@concurrent
def put(name: str) -> None:
    if name not in table:
        time.sleep(0)
        import json

        table[name] = json.dumps(name)


def main() -> None:
    for future in [put("ab"[n % 2]) for n in range(20)]:
        future.result()
    print(sorted(table.items()))
