# Both classes are called Node: the private names of their bodies must differ, or super() would loop.
import time

from lockweave import concurrent

log: list[str] = []


class Node:
    @concurrent
    def visit(self, n: int) -> int:
        size = len(log)
        time.sleep(0)
        log.append(f"{size}")
        return n


Plain = Node


class Node(Plain):  # type: ignore[no-redef]
    @concurrent
    def visit(self, n: int) -> int:
        return super().visit(n).result() + 1


def main() -> None:
    print([future.result() for future in [Node().visit(n) for n in range(5)]])
    assert len(log) == 5
