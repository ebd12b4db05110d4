"""Load, clean, summarise: three stages, each waiting for futures of the one before.

A body that waits for another never does so under a lock: in `totals[region] += ...` the wait is taken first. And since bodies
wait for bodies here, they can't share a bounded pool.
"""

import time
from concurrent.futures import Future
from typing import Dict, List, Tuple

from lockweave import concurrent

REGIONS = ("north", "south", "east", "west")

totals: Dict[str, int] = {region: 0 for region in REGIONS}
stages_run = 0


@concurrent
def load(region: str, day: int) -> Tuple[int, ...]:
    """The raw sales of a region on a day, from a slow store."""
    time.sleep(0.001)
    return tuple((len(region) * day * n) % 23 - 3 for n in range(1, 9))


@concurrent
def clean(region: str, day: int) -> Tuple[int, ...]:
    """Sales without the refunds."""
    global stages_run
    raw = load(region, day).result()
    stages_run += 1
    return tuple(amount for amount in raw if amount > 0)


@concurrent
def summarise(region: str, days: int) -> int:
    """Add the days of a region to the totals, and return the region's best day."""
    cleaned: List["Future[Tuple[int, ...]]"] = [clean(region, day) for day in range(1, days + 1)]
    best = 0
    for future in cleaned:
        amount = sum(future.result())
        best = max(best, amount)
        totals[region] += amount
    return best


def main() -> None:
    days = 6
    best = {region: summarise(region, days) for region in REGIONS}
    for region in REGIONS:
        print(f"{region:6} best {best[region].result():4}  total {totals[region]:5}")
    print(f"{stages_run} days cleaned")
    assert stages_run == days * len(REGIONS)


if __name__ == "__main__":
    main()
