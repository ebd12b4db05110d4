# An async function can't be concurrent: LW104.
from lockweave import concurrent


@concurrent
async def fetch(n: int) -> int:
    return n
