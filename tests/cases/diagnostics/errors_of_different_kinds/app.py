# Marker mistakes of several functions in one run, in source order.
from lockweave import concurrent

hits = 0


@concurrent(pool=3)
def first() -> None:
    global hits
    hits += 1


@concurrent
async def second() -> None:
    pass


@concurrent("misses")
def third() -> None:
    global hits
    hits += 1
