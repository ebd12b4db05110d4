# workers=1 is one thread: its body is never run in place by another one.
import threading

from lockweave import concurrent

threads: set[int] = set()


@concurrent(workers=1)
def query(n: int) -> int:
    threads.add(threading.get_ident())
    return n


@concurrent
def job(n: int) -> int:
    return query(n).result() + 1


def main() -> None:
    assert sum(future.result() for future in [job(n) for n in range(40)]) == 820
    assert len(threads) == 1
    print(len(threads))
