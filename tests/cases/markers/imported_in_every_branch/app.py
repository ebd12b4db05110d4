# Imports of ours in every branch of a construct, with what stands in for them: the whole construct goes.
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lockweave import concurrent
else:
    try:
        from lockweave import concurrent
    except ModuleNotFoundError:

        def concurrent(f):
            return f


n = 0


@concurrent
def add(x: int) -> int:
    global n
    n += x
    return n


def make() -> int:
    if True:
        from lockweave import concurrent as mark
    else:
        import mark  # type: ignore

    @mark
    def inner() -> int:
        return 1

    return inner().result()


def main() -> None:
    print(add(2).result(), make())
