from typing import Optional

from lockweave import concurrent


class Node:
    def __init__(self) -> None:
        self.kids: list[int] = [1]


conn: Optional[Node] = None


@concurrent
def ensure() -> None:
    global conn
    if conn is None:
        conn = Node()


@concurrent
def reset() -> None:
    global conn
    conn = None


def main() -> None:
    es = [ensure(), reset()]
    while conn is not None and conn.kids:
        conn.kids.pop()
    if conn is not None:
        assert len(conn.kids) <= 1
    for e in es:
        e.result()


if __name__ == "__main__":
    main()
