# `--style with`: the body's section is a `with` block.
import time

from lockweave import concurrent

hits: dict[str, int] = {}


def score(page: str) -> int:
    time.sleep(0)
    return len(page)


@concurrent
def record(page: str) -> str:
    weight = score(page)
    seen = hits.get(page, 0)
    time.sleep(0)
    hits[page] = seen + weight
    return page.upper()


def main() -> None:
    for future in [record("ab"[i % 2]) for i in range(200)]:
        future.result()
    assert hits == {"a": 100, "b": 100}, hits
    print(sorted(hits.items()))
