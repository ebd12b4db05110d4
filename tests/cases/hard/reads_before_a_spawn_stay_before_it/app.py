# What is read before a body is started in the same expression is read before it.
from lockweave import concurrent

total = 10


@concurrent
def spend(n: int) -> int:
    global total
    total -= n
    return n


def main() -> None:
    print(f"before {total}, spent {spend(2).result()}, after {total}")
    left = total - spend(1).result()
    print(left, (total, spend(3).result(), total))
