"""All that one lock can't be held over is told once for a function."""
from lockweave import concurrent

total = 0


@concurrent
def add(n: int) -> int:
    global total
    total += n
    return n


def main() -> None:
    global total
    first = total
    more = total + 1
    add(1).result()
    total = first + 1
    total = more + 1
    print(total)


if __name__ == "__main__":
    main()
