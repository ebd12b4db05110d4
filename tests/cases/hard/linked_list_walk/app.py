# The local walks from the global head to the last node and changes that: the whole walk is one section.
import time
from typing import Optional

from lockweave import concurrent


class Node:
    def __init__(self, value: int) -> None:
        self.value = value
        self.next: Optional[Node] = None


head = Node(0)


@concurrent
def push() -> int:
    node = head
    while node.next is not None:
        node = node.next
    time.sleep(0)
    node.next = Node(node.value + 1)
    return node.next.value


def length() -> int:
    count, node = 0, head.next
    while node is not None:
        count, node = count + 1, node.next
    return count


def main() -> None:
    futures = [push() for _ in range(60)]
    length()
    values = sorted(future.result() for future in futures)
    assert values == list(range(1, 61)) and length() == 60, values
    print(length())
