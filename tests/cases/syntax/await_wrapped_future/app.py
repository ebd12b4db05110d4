# An async function spawns a body and awaits its future: the await is a wait, outside every lock.
import asyncio
import time

from lockweave import concurrent

total = 0


@concurrent
def add(n: int) -> int:
    global total
    seen = total
    time.sleep(0)
    total = seen + n
    return n


async def run(count: int) -> int:
    futures = [asyncio.wrap_future(add(1)) for _ in range(count)]
    done = sum([await future for future in futures])
    return done + total


def main() -> None:
    assert asyncio.run(run(50)) == 100
    print(total)
