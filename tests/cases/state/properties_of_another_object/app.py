# Properties and context managers that reach into another object.
import time
from typing import Optional

from lockweave import concurrent


class A:
    def __init__(self, peer: "Optional[A]" = None):
        self.peer = peer
        self.n = 0

    @property
    def value(self):
        return self.peer.n if self.peer else self.n

    @value.setter
    def value(self, v):
        if self.peer:
            self.peer.n = v
        else:
            self.n = v

    @concurrent
    def bump(self):
        seen = self.value
        time.sleep(0)
        self.value = seen + 1

    def __enter__(self):
        self.n += 1
        return self.peer or self

    def __exit__(self, *a):
        self.n -= 1

    @concurrent
    def within(self):
        with self as other:
            seen = other.n
            time.sleep(0)
            other.n = seen + 1


def main():
    x = A()
    y = A(x)
    z = A(x)
    fs = []
    for _ in range(60):
        fs += [x.bump(), y.bump(), z.bump(), y.within(), z.within()]
    for f in fs:
        f.result()
    print(x.n, y.n, z.n)
