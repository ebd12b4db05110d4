# `total += await f()`: the await comes first, as a value of its own, then the guarded update.
import asyncio
import time

from lockweave import concurrent

total = 0


@concurrent
def add(n: int) -> None:
    global total
    seen = total
    time.sleep(0)
    total = seen + n


async def ask(n: int) -> int:
    await asyncio.sleep(0)
    return n


async def run(count: int) -> None:
    global total
    for n in range(count):
        total += await ask(n)


def main() -> None:
    futures = [add(1) for _ in range(100)]
    asyncio.run(run(20))
    for future in futures:
        future.result()
    assert total == 290, total
    print(total)
