# LW204: the captured list is changed by the body.
from lockweave import concurrent


def collect(n: int) -> list[int]:
    results: list[int] = []

    @concurrent
    def add(i: int) -> None:
        results.append(i)

    for i in range(n):
        add(i).result()
    return results


def main() -> None:
    print(collect(5))
