# One location both locked and vouched for: LW109.
from lockweave import concurrent

hits = 0


@concurrent("hits", unlocked=("hits",))
def record() -> None:
    global hits
    hits += 1
