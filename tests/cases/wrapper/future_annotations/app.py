# `from __future__ import annotations` stays first, the prelude comes after it.
from __future__ import annotations

import time

from lockweave import concurrent

hits: dict[str, int] = {}


@concurrent
def record(page: str) -> int | None:
    seen = hits.get(page)
    time.sleep(0)
    hits[page] = (seen or 0) + 1
    return seen


def main() -> None:
    for future in [record("ab"[i % 2]) for i in range(100)]:
        future.result()
    assert hits == {"a": 50, "b": 50}
    print(sorted(hits.items()))
