# A quoted return annotation: Future["Tree"] or "Future[Tree]", never a NameError at import.
import time

from lockweave import concurrent

built = 0


@concurrent
def grow(depth: "int") -> "Tree":
    global built
    seen = built
    time.sleep(0)
    built = seen + 1
    return Tree(depth)


class Tree:
    def __init__(self, depth: int) -> None:
        self.depth = depth


def main() -> None:
    print([future.result().depth for future in [grow(n) for n in range(3)]])
    assert built == 3
