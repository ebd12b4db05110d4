# A decorator of the project above the marker keeps the function, and starts nothing: what comes after it is initialisation.
import functools
import queue
from typing import Any, Callable

from lockweave import concurrent


def timed(function: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(function)
    def wrapper(*args: Any, **kwargs: Any) -> Any:
        return function(*args, **kwargs)

    return wrapper


@timed
@concurrent
def fetch(k: int) -> int:
    return k


found: "queue.Queue[int]" = queue.Queue()
limit = 3


@concurrent
def produce(k: int) -> None:
    found.put(k + limit)


def main() -> None:
    futures = [produce(i) for i in range(8)]
    for future in futures:
        future.result()
    print(fetch(1).result(), found.qsize())
