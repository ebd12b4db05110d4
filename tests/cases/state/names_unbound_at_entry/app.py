# A name that is not bound on every way to a section can not be asked for a lock there.
import time
from lockweave import concurrent


class A:
    def __init__(self):
        self.n = 0
        self.peer = None


@concurrent
def work(a, flag):
    if flag:
        b = a.peer
    a.n += 1
    if flag:
        seen = b.n
        time.sleep(0)
        b.n = seen + 1
    try:
        raise ValueError
    except ValueError as error:
        a.n += 1
    for c in ():
        c.n += 1
    if a.peer is not None:
        a.peer.n += 1


def main():
    x, y = A(), A()
    x.peer = y
    fs = (
        [work(x, True) for _ in range(50)]
        + [work(x, False) for _ in range(50)]
        + [work(y, False) for _ in range(50)]
    )
    for f in fs:
        f.result()
    print(x.n, y.n)
