# Ordinary `while` over a shared queue: test made under the lock, own break and continue and else keep their meaning.
import time

from lockweave import concurrent

tasks: list[int] = []


@concurrent
def produce(n: int) -> None:
    tasks.append(n)
    time.sleep(0)
    tasks.append(-1)


def drain(limit: int) -> str:
    taken = 0
    while len(tasks) > 0:
        task = tasks.pop()
        if task < 0:
            continue
        taken += 1
        if taken == limit:
            break
    else:
        return f"drained after {taken}"
    return f"stopped at {taken}"


def main() -> None:
    futures = [produce(n) for n in range(100)]
    for future in futures:
        future.result()
    print(drain(40))
    print(drain(1000))
    assert not tasks
