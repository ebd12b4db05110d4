# LW203 with an allow comment that gives its reason: silent, and no unused allow.
from lockweave import concurrent


class Account:
    def __init__(self) -> None:
        self.balance = 0

    @concurrent
    def deposit(self, n: int) -> None:
        self.balance += n


def main() -> None:
    account = Account()
    fields = vars(account)  # lockweave: allow[LW203] read when all is done
    account.deposit(5).result()
    print(fields["balance"])
