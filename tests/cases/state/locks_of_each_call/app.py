# Captured variables have a lock for each call of their function; not where a recursion meets those of another call.
import time
from lockweave import concurrent


def count_all(pages: list) -> int:
    """Count."""
    count = 0
    seen_pages = []

    @concurrent
    def one(page) -> None:
        nonlocal count
        seen = count
        time.sleep(0)
        count = seen + page
        n = len(seen_pages)
        time.sleep(0)
        seen_pages.append(n)

    for future in [one(p) for p in pages]:
        future.result()
    assert seen_pages == list(range(len(pages)))
    return count


@concurrent
def outer(k) -> int:
    total = 0

    @concurrent
    def inner(n):
        nonlocal total
        s = total
        time.sleep(0)
        total = s + n

    for f in [inner(i) for i in range(20)]:
        f.result()
    return total + k


ok = []


def rec(n, prev=None):
    d = []

    @concurrent
    def add():
        k = len(d)
        time.sleep(0)
        d.append(k)
        if prev is not None:
            k = len(prev)
            time.sleep(0)
            prev.append(k)

    fs = [add() for _ in range(20)]
    if n:
        rec(n - 1, d)
    for f in fs:
        f.result()
    ok.append(len(d))


def main():
    print(count_all([1] * 100), count_all([2] * 50))
    fs = [outer(i) for i in range(5)]
    print([f.result() for f in fs])
    rec(3)
    print(ok)
