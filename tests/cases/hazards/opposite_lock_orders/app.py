# One body goes from left to right, the other from right to left.
from lockweave import concurrent

left = 10
right = 10


@concurrent
def to_right(n: int) -> None:
    global left, right
    left -= n
    right += n


@concurrent
def to_left(n: int) -> None:
    global left, right
    right -= n
    left += n


@concurrent
def look() -> int:
    return left


@concurrent
def look_right() -> int:
    return right


def main() -> None:
    futures = [to_right(1), to_left(2), to_right(3), to_left(4)]
    for future in futures:
        future.result()
    print(left, right, look().result(), look_right().result())
