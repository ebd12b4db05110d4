# A bounded pool and a thread of its own exclude each other: LW109 at the second argument.
from lockweave import concurrent


@concurrent(workers=2, daemon=True)
def beat(n: int) -> int:
    return n
