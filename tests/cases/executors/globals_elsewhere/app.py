# Another process has the globals that importing the module makes there, and what an initializer sets: nothing that this one changes later.
import sys
from concurrent.futures import ProcessPoolExecutor
from typing import Dict, List

from lockweave import concurrent

limit = 10
table: Dict[str, int] = {}
names: List[str] = []
scale = 1
given = 0
loaded: Dict[str, int] = {}
total = 0
vouched = 0


def fill() -> None:
    table["a"] = 1


def set_up(n: int) -> None:
    global given
    given = n
    load("b")


def load(name: str) -> None:
    loaded[name] = 2


fill()
pool = ProcessPoolExecutor(initializer=set_up, initargs=(3,))


@concurrent(executor=pool)
def sees_what_imports_make(name: str) -> int:
    return table[name] + given + loaded["b"]


@concurrent(executor=pool)
def changed_by_the_script(n: int) -> int:
    return n * scale


@concurrent(executor=pool)
def changed_by_a_function(n: int) -> int:
    return min(n, limit)


@concurrent(executor=pool)
def changed_below(n: int) -> str:
    return at(n)


def at(n: int) -> str:
    return names[n]


@concurrent(executor=pool)
def counts(n: int) -> int:
    global total
    total += n
    return n


@concurrent(executor=pool, unlocked=("vouched",))
def knows_better(n: int) -> int:
    return n + vouched


def configure(n: int) -> None:
    global limit, vouched
    limit = vouched = n


if __name__ == "__main__":
    scale = len(sys.argv)
    configure(3)
    names.append("x")
    futures = [counts(n) for n in range(3)]
    print(sum(future.result() for future in futures), total)
    print(changed_by_the_script(1).result(), changed_by_a_function(2).result(), changed_below(0).result())
    print(sees_what_imports_make("a").result(), knows_better(1).result())
