# Generators and comprehensions over objects that nobody can name.
import time
from lockweave import concurrent


class A:
    def __init__(self, k):
        self.n = k
        self.friends = []

    @concurrent
    def spread(self):
        total = sum(f.n for f in self.friends)
        seen = self.n
        time.sleep(0)
        self.n = seen + 1
        [f.bump() for f in self.friends]

    def bump(self):
        seen = self.n
        time.sleep(0)
        self.n = seen + 1


def main():
    a, b, c = A(0), A(0), A(0)
    a.friends = [b, c]
    b.friends = [a]
    c.friends = [a, b, c]
    fs = []
    for _ in range(60):
        fs += [a.spread(), b.spread(), c.spread()]
    for f in fs:
        f.result()
    print(a.n, b.n, c.n, sum(x.n for x in (a, b, c)))
