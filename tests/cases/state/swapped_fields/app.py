# Two objects exchange their lists: no list is one object's for good.
import time
from lockweave import concurrent


class Q:
    def __init__(self):
        self.items = []
        self.done = 0

    @concurrent
    def put(self, k):
        n = len(self.items)
        time.sleep(0)
        self.items.append(n)

    @concurrent
    def swap(self, other: "Q"):
        self.items, other.items = other.items, self.items


def main():
    a, b = Q(), Q()
    fs = []
    for _ in range(80):
        fs += [a.put(1), b.put(1), a.swap(b), b.swap(a)]
    for f in fs:
        f.result()
    print(len(a.items) + len(b.items))
