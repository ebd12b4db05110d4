# Names both ways: LW109.
from lockweave import concurrent

hits = 0


@concurrent("hits", globals=("hits",))
def record() -> None:
    global hits
    hits += 1
