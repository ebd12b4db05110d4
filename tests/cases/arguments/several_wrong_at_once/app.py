# All mistakes of one run are reported, in source order.
from lockweave import concurrent

hits = 0


@concurrent("hist", scope="all", colour="red")
def record() -> None:
    global hits
    hits += 1
