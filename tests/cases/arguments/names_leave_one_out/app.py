# The body also touches `misses`: LW107 at that access names it.
from lockweave import concurrent

hits = 0
misses = 0


@concurrent("hits")
def record(found: bool) -> None:
    global hits, misses
    if found:
        hits += 1
    else:
        misses += 1


def main() -> None:
    for future in [record(i % 2 == 0) for i in range(10)]:
        future.result()
    print(hits)
