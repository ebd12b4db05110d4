import east
import west
from lockweave import atomic, concurrent


@atomic
def move(what, count):
    east.stock[what] -= count
    west.stock[what] += count


@concurrent
def carry(count):
    move("bolts", count)


def main():
    for future in [carry(1) for _ in range(4)]:
        future.result()
    with atomic:
        print(east.stock, west.stock)
