# A tree of objects, walked recursively by bodies that change every node.
import time
from typing import Optional

from lockweave import concurrent


class Node:
    def __init__(self, left: Optional["Node"] = None, right: Optional["Node"] = None) -> None:
        self.left = left
        self.right = right
        self.visits = 0

    def visit(self) -> None:
        seen = self.visits
        if self.left is not None:
            self.left.visit()
        time.sleep(0)
        self.visits = seen + 1
        if self.right is not None:
            self.right.visit()

    def count(self) -> int:
        return self.visits + sum(node.count() for node in (self.left, self.right) if node)


@concurrent
def walk(root: Node) -> None:
    root.visit()


def main() -> None:
    root = Node(Node(), Node(Node(), Node()))
    for future in [walk(root) for _ in range(100)]:
        future.result()
    print(root.count())
