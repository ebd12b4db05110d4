# `with atomic:` and `@atomic` over two objects.
import time
from lockweave import concurrent, atomic


class A:
    def __init__(self):
        self.n = 100

    @concurrent
    def to(self, other: "A", k: int):
        with atomic:
            seen, theirs = self.n, other.n
            time.sleep(0)
            if self is not other:
                self.n = seen - k
                other.n = theirs + k


@atomic
def both(a: A, b: A) -> int:
    return a.n + b.n


def main():
    a, b = A(), A()
    fs = []
    bad = 0
    for _ in range(80):
        fs += [a.to(b, 1), b.to(a, 2), a.to(a, 1)]
        bad += both(a, b) != 200
    for f in fs:
        f.result()
    print(a.n, b.n, bad)
