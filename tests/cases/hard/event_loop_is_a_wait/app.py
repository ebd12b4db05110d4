import asyncio
from lockweave import concurrent

total = 0
log = []


@concurrent
def add(n):
    global total
    total += n
    return n


async def one():
    global total
    total += 1
    f = add(5)
    v = await asyncio.wrap_future(f)
    return v + total


def run_it():
    return asyncio.run(one())


def main():
    global total
    add(1).result()
    print(asyncio.run(one()), total)
    total += run_it()
    loop = asyncio.new_event_loop()
    total = total + loop.run_until_complete(one())
    loop.close()
    print(total > 5)


