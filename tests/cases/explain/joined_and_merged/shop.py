from typing import Dict, List

from lockweave import concurrent

stock: Dict[str, int] = {"pen": 100}
sold: List[str] = []
latest: List[str] = []
views: Dict[str, List[str]] = {}


@concurrent
def sell(what: str) -> None:
    stock[what] -= 1
    sold.append(what)


@concurrent
def restock(what: str, number: int) -> None:
    stock[what] += number


def show() -> None:
    views["latest"] = latest


@concurrent
def look(what: str) -> None:
    latest.append(what)
    views["latest"].append(what.upper())


def main() -> None:
    show()
    for future in [sell("pen"), restock("pen", 2), look("a")]:
        future.result()
    print(stock, sold, latest)
