# What a local took out of a field belongs to the object that had it, as long as that keeps its name.
import time
from lockweave import concurrent


class Box:
    def __init__(self):
        self.items = []
        self.total = 0

    @concurrent
    def add(self, other: "Box"):
        mine = self.items
        n = len(mine)
        time.sleep(0)
        mine.append(n)
        theirs = other.items
        m = len(theirs)
        time.sleep(0)
        theirs.append(m)

    @concurrent
    def swap(self, other: "Box"):
        target = other
        things = target.items
        target = self
        n = len(things)
        time.sleep(0)
        things.append(n)

    def get(self):
        return self.items


@concurrent
def outside(box: Box):
    got = box.get()
    n = len(got)
    time.sleep(0)
    got.append(n)


def main():
    a, b = Box(), Box()
    fs = []
    for _ in range(60):
        fs += [a.add(b), b.add(a), a.swap(b), b.swap(a), outside(a), outside(b), a.add(a)]
    for f in fs:
        f.result()
    print(
        len(a.items), len(b.items), a.items == list(range(len(a.items))), b.items == list(range(len(b.items)))
    )
