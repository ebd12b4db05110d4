# Two instances are given one list: a lock an object would not guard it.
import time
from lockweave import concurrent


class Log:
    def __init__(self, lines):
        self.lines = lines

    @concurrent
    def add(self):
        n = len(self.lines)
        time.sleep(0)
        self.lines.append(n)


def main():
    shared = []
    a, b = Log(shared), Log(shared)
    for f in [x.add() for _ in range(200) for x in (a, b)]:
        f.result()
    print(shared == list(range(400)))
