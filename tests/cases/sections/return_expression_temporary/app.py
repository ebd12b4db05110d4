# `return render(total)`: total is copied under the lock, render works after the release.
import time

from lockweave import concurrent

total = 0


def render(n: int) -> str:
    time.sleep(0)
    return f"{n:04d}"


@concurrent
def add() -> str:
    global total
    seen = total
    time.sleep(0)
    total = seen + 1
    return render(total)


def main() -> None:
    texts = sorted(future.result() for future in [add() for _ in range(100)])
    assert texts[-1] == "0100" and len(set(texts)) == 100
    print(texts[0])
