# A method's body has a name that other classes can call and override; wrappers go by the class, so `super()` finds its own.
from lockweave import call_here, concurrent


class Account:
    def __init__(self, balance: int) -> None:
        self.balance = balance

    @concurrent
    def deposit(self, amount: int, fee: int = 0) -> int:
        """Pay in."""
        self.balance += amount - fee
        return self.balance

    @concurrent
    def audit(self) -> str:
        return f"{type(self).__name__} {call_here(self.deposit, 0)}"

    @staticmethod
    @concurrent
    def parse(text: str) -> int:
        return int(text)

    @classmethod
    @concurrent
    def opened(cls, balance: int) -> "Account":
        return cls(balance)


class Savings(Account):
    @concurrent
    def deposit(self, amount: int, fee: int = 0) -> int:
        return super().deposit(amount + 1, fee).result()


class Locked(Account):
    @concurrent
    def deposit(self, amount: int, fee: int = 0) -> int:
        return call_here(super().deposit, 0, fee=fee)


def pay(account: Account) -> int:
    return call_here(account.deposit, 5) + call_here(Account.deposit, account, 1)


def main() -> None:
    for kind in (Account, Savings, Locked):
        account = kind(10)
        print(kind.__name__, pay(account), account.deposit(2, fee=1).result(), account.audit().result())
    print(call_here(Account.parse, "12"), call_here(Account.opened, 3).balance)
