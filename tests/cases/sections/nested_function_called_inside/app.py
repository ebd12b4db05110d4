# The nested function is called between the accesses; its def may stand outside the section.
import time

from lockweave import concurrent

log: list[str] = []


@concurrent
def work(n: int) -> int:
    def note(text: str) -> None:
        log.append(text)

    weight = n * n
    size = len(log)
    time.sleep(0)
    note(f"{size}")
    return weight


def main() -> None:
    for future in [work(n) for n in range(100)]:
        future.result()
    assert log == [str(n) for n in range(100)]
    print(len(log))
