# `copy.copy` gives a new instance the same list: a lock an object would not guard it.
import copy, time
from lockweave import concurrent


class Log:
    def __init__(self):
        self.lines = []

    @concurrent
    def add(self):
        n = len(self.lines)
        time.sleep(0)
        self.lines.append(n)


def main():
    a = Log()
    b = copy.copy(a)
    for f in [x.add() for _ in range(200) for x in (a, b)]:
        f.result()
    print(a.lines == list(range(400)))
