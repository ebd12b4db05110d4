# LW203: another name for all the fields of a shared object.
from lockweave import concurrent


class Account:
    def __init__(self) -> None:
        self.balance = 0

    @concurrent
    def deposit(self, n: int) -> None:
        self.balance += n


def main() -> None:
    account = Account()
    fields = vars(account)
    account.deposit(5).result()
    print(fields["balance"])
