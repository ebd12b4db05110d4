# The workers of a cluster run several bodies at once, in threads of one process.
from typing import Dict

from dask.distributed import Client
from lockweave import concurrent

answers: Dict[int, int] = {}


def client() -> Client:
    return Client("tcp://127.0.0.1:8786")


@concurrent(executor=client().get_executor(pure=False))
def answer(n: int) -> int:
    if n not in answers:
        answers[n] = n * n
    return answers[n]


@concurrent(executor=client().get_executor(pure=False))
def named(n: int, *, key: int = 1) -> int:
    return n * key


def start() -> None:
    print(named(2, key=3).result())
    print([future.result() for future in [answer(n) for n in range(3)]])
