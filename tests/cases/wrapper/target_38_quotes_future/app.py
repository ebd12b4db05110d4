# For 3.8 `Future[int]` would fail when it is evaluated: the annotation is quoted.
import time
from typing import Dict, get_type_hints

from lockweave import concurrent

hits: Dict[str, int] = {}


@concurrent
def record(page: str) -> int:
    seen = hits.get(page, 0)
    time.sleep(0)
    hits[page] = seen + 1
    return seen


def main() -> None:
    for future in [record("a") for _ in range(100)]:
        future.result()
    assert hits == {"a": 100}, hits
    print(sorted(get_type_hints(main)))
