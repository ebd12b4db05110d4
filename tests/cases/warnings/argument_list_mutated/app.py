# LW205: two bodies and the caller change one list passed as an argument.
from lockweave import concurrent


@concurrent
def work(n: int, results: list[int]) -> None:
    results.append(n * n)


def main() -> None:
    results: list[int] = []
    for future in [work(n, results) for n in range(5)]:
        future.result()
    print(sorted(results))
