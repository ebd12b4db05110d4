# One assignment puts one list into two objects.
import time
from lockweave import concurrent


class Q:
    def __init__(self):
        self.items = []
        self.rows = {}

    @concurrent
    def put(self):
        n = len(self.items)
        time.sleep(0)
        self.items.append(n)

    @concurrent
    def row(self, k):
        self.rows.setdefault(k, []).append(len(self.rows[k]) if k in self.rows else 0)


def main():
    a, b = Q(), Q()
    a.items = b.items = []
    fs = []
    for _ in range(100):
        fs += [a.put(), b.put(), a.row("k"), b.row("k")]
    for f in fs:
        f.result()
    print(a.items == list(range(200)), a.rows == {"k": list(range(100))}, b.rows == a.rows)
