# An await under the lock stops the event loop's other tasks with the lock held: LW305.
import asyncio

from lockweave import atomic, concurrent

total = 0


@concurrent
def add(n: int) -> None:
    global total
    total += n


async def run() -> None:
    global total
    with atomic:
        before = total
        await asyncio.sleep(0)
        total = before + 1
