# Two locals alias two globals and are swapped: each write may hit either.
import time

from lockweave import concurrent

inbox: list[int] = []
outbox: list[int] = []


@concurrent
def deliver(turned: bool) -> None:
    source, target = inbox, outbox
    if turned:
        source, target = target, source
    size = len(source)
    time.sleep(0)
    source.append(size)
    target.append(-1)
    target.pop()


def main() -> None:
    for future in [deliver(n % 2 == 0) for n in range(200)]:
        future.result()
    assert inbox == outbox == list(range(100)), (len(inbox), len(outbox))
    print(len(inbox))
