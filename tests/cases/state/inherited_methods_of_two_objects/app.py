# `super()` is the same object; methods of two objects are taken together.
import time
from lockweave import concurrent


class Base:
    def __init__(self):
        self.n = 0
        self.log = []

    def add(self, k):
        seen = self.n
        time.sleep(0)
        self.n = seen + k

    @concurrent
    def go(self, k):
        self.add(k)


class Child(Base):
    def add(self, k):
        super().add(k)
        self.log.append(k)

    @concurrent
    def merge(self, other: Base):
        n = other.n
        self.add(n - n + 1)
        other.add(1)


def main():
    a, b = Child(), Child()
    fs = []
    for _ in range(60):
        fs += [a.go(1), b.go(1), a.merge(b), b.merge(a)]
    for f in fs:
        f.result()
    print(a.n, b.n, len(a.log), len(b.log))
