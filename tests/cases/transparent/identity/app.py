# What stands in for an object is another one: a lock that goes by the object is not taken by it.
from typing import List

from lockweave import concurrent, wait_for


class Account:
    def __init__(self, balance: int) -> None:
        self.balance = balance

    @concurrent
    def deposit(self, amount: int) -> None:
        self.balance += amount

    @concurrent(transparent=True)
    def itself(self) -> "Account":
        return self


def pay(account: Account, amount: int) -> None:
    account.balance += amount


def main() -> None:
    account = Account(1)
    started = [account.deposit(2) for _ in range(3)]
    again = account.itself()
    again.balance += 10
    started.append(again.deposit(3))
    pay(again, 4)
    same = wait_for(again)
    same.balance += 5
    more: List[Account] = [account.itself()]
    more[0].balance += 6
    for future in started:
        future.result()
    print(account.balance, again.balance, same is account)


if __name__ == "__main__":
    main()
