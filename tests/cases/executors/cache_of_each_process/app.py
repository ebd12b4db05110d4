# A global that only bodies touch is each process's own: a warning where it is changed, which a comment can answer.
from concurrent.futures import ProcessPoolExecutor
from typing import Dict

from lockweave import concurrent

pool = ProcessPoolExecutor()
answers: Dict[int, int] = {}
prices: Dict[int, int] = {}


def looked_up(n: int) -> int:
    if n not in answers:
        answers[n] = n * n
    return answers[n]


@concurrent(executor=pool)
def answer(n: int) -> int:
    return looked_up(n)


@concurrent(executor=pool)
def price(n: int) -> int:
    if n not in prices:
        prices[n] = n + 1  # lockweave: allow[LW602] a cache
    return prices[n]


def start() -> None:
    print([future.result() for future in [answer(n) for n in range(3)]], price(2).result())
