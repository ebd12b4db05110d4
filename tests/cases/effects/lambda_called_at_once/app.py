# A lambda that the body calls itself, and one as sort key: both run inside the section.
import time

from lockweave import concurrent

weights = {"a": 3, "b": 1, "c": 2}
order: list[str] = []


@concurrent
def rank() -> None:
    ranked = sorted(weights, key=lambda name: weights[name])
    lighter = lambda name: weights[name] - 1  # noqa: E731
    first = lighter(ranked[0])
    time.sleep(0)
    weights[ranked[0]] = first
    order.append(ranked[0])


def main() -> None:
    for future in [rank() for _ in range(100)]:
        future.result()
    assert weights["b"] == 1 - 100, weights
    print(weights["b"], set(order))
