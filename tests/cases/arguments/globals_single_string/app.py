# globals="hits" would be four letters: LW102, help shows ("hits",).
from lockweave import concurrent

hits = 0


@concurrent(globals="hits")
def record() -> None:
    global hits
    hits += 1
