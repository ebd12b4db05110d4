# scope="body" over branches and returns: acquire before the first statement, release after the last.
import time

from lockweave import concurrent

log: list[int] = []


def label(n: int) -> str:
    time.sleep(0)
    return f"#{n}"


@concurrent(scope="body")
def work(n: int) -> str:
    """Write a line."""
    text = label(n)
    if n % 2:
        return text
    size = len(log)
    time.sleep(0)
    log.append(size)
    return label(size) + text


def main() -> None:
    for future in [work(n) for n in range(100)]:
        future.result()
    assert log == list(range(50))
    print(len(log))
