# LW205: nobody in the tree calls the body, so nobody knows what its callers give it.
from lockweave import concurrent


@concurrent
def work(n: int, results: list[int]) -> None:
    results.append(n * n)
