# What goes through builtins and iterators comes out as it was: it is waited for in front of the section.
from itertools import chain

from lockweave import concurrent

total = 0


@concurrent(transparent=True)
def square(n: int) -> int:
    global total
    total += 1
    return n * n


@concurrent
def sums() -> None:
    global total
    for _place, value in enumerate([square(n) for n in range(2)]):
        total += value
    held = {n: square(n) for n in range(2)}
    for _key, value in held.items():
        total += value
    for _one, value in zip([1], [square(3)]):
        total += value
    squares = [square(1), square(2)]
    for value in chain(squares, [square(4)]):
        total += value


def main() -> None:
    sums().result()
    print(total)


if __name__ == "__main__":
    main()
