# An import of ours beside others in a branch: it alone goes, and the branch keeps the rest.
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lockweave import concurrent
else:
    from lockweave import concurrent

n = 0


@concurrent
def add(values: "Sequence[int]") -> int:
    global n
    n += sum(values)
    return n


def main() -> None:
    print(add([1, 2]).result())
