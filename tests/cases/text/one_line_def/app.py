# One-line defs and one-line compound statements.
import time

from lockweave import concurrent

total = 0
flag = True


@concurrent
def add(n: int) -> None: global total; seen = total; time.sleep(0); total = seen + n


@concurrent
def add_if(n: int) -> None:
    global total
    if flag: total += n
    else: total -= n
    for _ in range(0): total += 1
    while total < 0: total += 1


class Shop:
    @concurrent
    def size(self) -> int: return total


def off() -> None: global flag; flag = False


def main() -> None:
    futures = [add(1) for _ in range(100)]
    for future in futures: future.result()
    add_if(1).result(); off(); add_if(1).result()
    if total != 100: raise AssertionError(total)
    print(Shop().size().result())
