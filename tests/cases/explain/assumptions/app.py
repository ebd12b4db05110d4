import statistics
from typing import Dict, List

from lockweave import atomic, concurrent

prices: Dict[str, float] = {}
seen: List[str] = []
spread = 0.0
mode = "slow"


@concurrent
def describe(name: str) -> float:
    return statistics.mean(prices.values()) + prices[name]


@concurrent(unlocked=("spread",))
def widen(amount: float) -> None:
    global spread
    spread = max(spread, amount)


@concurrent
def visit(name: str) -> int:
    with atomic:
        seen.append(name)
    return len(seen)


@concurrent
def configure(code: str) -> None:
    exec(code)  # lockweave: allow[LW207] the code comes from our own configuration


def main() -> None:
    for future in [widen(1.0), visit("a"), configure("mode = 'fast'")]:
        future.result()
    print(spread, seen, mode)
