# The lambda's default is the global list: it changes it wherever it is called.
import time

from lockweave import concurrent

rows: list[int] = []
push = lambda n, target=rows: target.append(n)  # noqa: E731


@concurrent
def work() -> None:
    size = len(rows)
    time.sleep(0)
    push(size)


def main() -> None:
    for future in [work() for _ in range(100)]:
        future.result()
    assert rows == list(range(100))
    print(len(rows))
