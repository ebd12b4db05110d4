import east
import west
from lockweave import concurrent

SIDES = (east, west)


@concurrent
def add(n):
    for side in SIDES:
        side.total += n


def main():
    for future in [add(n) for n in range(5)]:
        future.result()
    print(east.total, west.total)
