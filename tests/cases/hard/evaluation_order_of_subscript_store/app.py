# Right side, then container, then key: each with an effect on one shared trail.
import time

from lockweave import concurrent

trail: list[str] = []
table: dict[str, dict[str, int]] = {"t": {}}


def mark(text: str) -> str:
    trail.append(text)
    time.sleep(0)
    return text


@concurrent
def store(n: int) -> None:
    table[mark("t")][mark("k")] = len(mark("value")) + n


@concurrent
def grow() -> None:
    table[mark("t")][mark("k")] += len(mark("xx"))


def main() -> None:
    for future in [store(n) for n in range(40)]:
        future.result()
    for future in [grow() for _ in range(40)]:
        future.result()
    assert trail == ["value", "t", "k"] * 40 + ["t", "k", "xx"] * 40
    print(len(trail), table["t"]["k"] >= 85)
