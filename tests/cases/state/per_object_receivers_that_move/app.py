# Names that are bound anew inside a section: no name holds from its start, so all objects are locked.
import time
from typing import Optional

from lockweave import concurrent


class Node:
    def __init__(self, parent: "Optional[Node]" = None):
        self.n = 0
        self.parent = parent


@concurrent
def up(start: Node):
    node: Optional[Node] = start
    while node is not None:
        seen = node.n
        time.sleep(0)
        node.n = seen + 1
        node = node.parent


@concurrent
def both(node: Node):
    seen = node.n
    time.sleep(0)
    node.n = seen + 1
    node = node.parent
    seen = node.n
    time.sleep(0)
    node.n = seen + 1


def bump(node: Node):
    node = node.parent
    seen = node.n
    time.sleep(0)
    node.n = seen + 1


@concurrent
def through(node: Node):
    bump(node)


def main():
    root = Node()
    mid = Node(root)
    leaf = Node(mid)
    other = Node(mid)
    fs = []
    for _ in range(50):
        fs += [up(leaf), up(other), both(leaf), both(mid), through(leaf), through(mid)]
    for f in fs:
        f.result()
    print(root.n, mid.n, leaf.n, other.n)
