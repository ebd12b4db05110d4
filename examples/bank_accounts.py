"""Accounts as objects: transfers both ways at once, and nobody loses a cent or waits for ever.

Each account has a lock of its own, so transfers between different accounts run side by side. A transfer takes the locks of both
accounts together, in an order that is the same everywhere. The audit wants to see all accounts at once, and takes all.
"""

from typing import List

from lockweave import concurrent


class InsufficientFunds(Exception):
    """The account doesn't hold what is asked for."""


class Account:
    """Somebody's money."""

    def __init__(self, owner: str, balance: int) -> None:
        self.owner = owner
        self.balance = balance
        self.statement: List[int] = []

    def book(self, amount: int) -> None:
        """Add `amount`, which may be less than nothing."""
        self.balance += amount
        self.statement.append(amount)

    @concurrent
    def deposit(self, amount: int) -> int:
        """Pay in, and return what there is then."""
        self.book(amount)
        return self.balance

    @concurrent
    def transfer(self, other: "Account", amount: int) -> int:
        """Pay `other`, and return what is left."""
        if self.balance < amount:
            raise InsufficientFunds(f"{self.owner} can't pay {amount}")
        self.book(-amount)
        other.book(amount)
        return self.balance


class Bank:
    """All accounts."""

    def __init__(self, owners: List[str]) -> None:
        self.accounts = [Account(owner, 1_000) for owner in owners]

    @concurrent
    def pay_interest(self, percent: int) -> int:
        """Pay interest on every account, as of one moment, and return how much that was."""
        paid = 0
        for account in self.accounts:
            interest = account.balance * percent // 100
            account.book(interest)
            paid += interest
        return paid

    def total(self) -> int:
        """All the money there is."""
        return sum(account.balance for account in self.accounts)


def main() -> None:
    bank = Bank(["ada", "brett", "cleo"])
    ada, brett, cleo = bank.accounts
    paid = bank.pay_interest(5).result()

    futures = []
    for _ in range(200):
        futures += [ada.transfer(brett, 3), brett.transfer(ada, 2), cleo.transfer(cleo, 1), cleo.deposit(1)]
    for future in futures:
        future.result()

    for account in bank.accounts:
        print(f"{account.owner:6} {account.balance:5}  {len(account.statement)} entries")
    print(f"{bank.total()} in all, {paid} of it interest")


if __name__ == "__main__":
    main()
