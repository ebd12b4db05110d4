# The write is four calls away from the body.
import time

from lockweave import concurrent

ledger: dict[str, int] = {"cash": 0}


def set_amount(name: str, amount: int) -> None:
    ledger[name] = amount


def post(name: str, amount: int) -> None:
    set_amount(name, amount)


def change(name: str, by: int) -> None:
    old = ledger[name]
    time.sleep(0)
    post(name, old + by)


def earn(by: int) -> None:
    change("cash", by)


@concurrent
def sell(price: int) -> None:
    earn(price)


def main() -> None:
    for future in [sell(2) for _ in range(100)]:
        future.result()
    assert ledger == {"cash": 200}, ledger
    print(ledger)
