# "dv" in unlocked= is no location: LW103.
from lockweave import concurrent

db: list[int] = []


@concurrent(unlocked=("dv",))
def record(n: int) -> None:
    db.append(n)
