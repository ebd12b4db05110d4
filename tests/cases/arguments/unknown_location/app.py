# "hist" is no global: LW103 at the string, with "hits" as the near name.
from lockweave import concurrent

hits = 0


@concurrent("hist")
def record() -> None:
    global hits
    hits += 1
