# Three locks at once: one acquire each, in the program's order, released in reverse.
import time

from lockweave import concurrent

zeta = 0
alpha = 0
mid = 0


@concurrent
def all_three() -> None:
    global zeta, alpha, mid
    z, a, m = zeta, alpha, mid
    time.sleep(0)
    mid, zeta, alpha = m + 1, z + 1, a + 1


@concurrent
def one(which: int) -> None:
    global zeta, alpha, mid
    if which == 0:
        zeta += 1


@concurrent
def two() -> None:
    global alpha
    alpha += 1


@concurrent
def three() -> None:
    global mid
    mid += 1


def main() -> None:
    futures = []
    for _ in range(40):
        futures += [all_three(), one(0), two(), three()]
    for future in futures:
        future.result()
    assert (zeta, alpha, mid) == (80, 80, 80), (zeta, alpha, mid)
    print(zeta, alpha, mid)
