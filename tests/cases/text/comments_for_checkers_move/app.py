# Comments for checkers go with the call that leaves their line; signatures in comments give the future too.
from lockweave import concurrent

n = 0


@concurrent
def add(x: int) -> int:
    global n
    n += x
    return n


@concurrent
def typed_behind(a, b):  # type: (int, int) -> int
    return a + b


@concurrent
def typed_below(a):
    # type: (int) -> str
    """Doc."""
    return str(a)


def main() -> None:
    y = add(True).result() + n  # type: ignore[arg-type]  # noqa: E501
    if add(2).result() > n:  # pyright: ignore[reportUnknownMemberType]
        print("less")  # kept
    print(y, typed_behind(1, 2).result(), typed_below(1).result())
