# Instances that share one dictionary of fields have one lock.
import time
from lockweave import concurrent


class Borg:
    _shared = {"n": 0}

    def __init__(self):
        self.__dict__ = self._shared

    @concurrent
    def add(self):
        n = self.n
        time.sleep(0)
        self.n = n + 1


def main():
    a, b = Borg(), Borg()
    for f in [x.add() for _ in range(200) for x in (a, b)]:
        f.result()
    print(a.n)
