# The shared list goes into a queue: whoever takes it out has no lock. LW202.
import queue

from lockweave import concurrent

rows: list[int] = []
done: "queue.Queue[list[int]]" = queue.Queue()


@concurrent
def add(n: int) -> None:
    rows.append(n)
    done.put(rows)


def main() -> None:
    add(1).result()
    print(len(rows))
