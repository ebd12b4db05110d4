# The same without a type in sight, filled by helpers.
import time

from lockweave import concurrent


class Account:
    def __init__(self):
        self.balance = 0


branches = {}


def put(where, account):
    where.append(account)


def open_account(branch):
    put(branches.setdefault(branch, []), Account())


@concurrent
def pay(n):
    for accounts in branches.values():
        for account in accounts:
            seen = account.balance
            time.sleep(0)
            account.balance = seen + n


def main():
    for name in "aab":
        open_account(name)
    for future in [pay(1) for _ in range(100)]:
        future.result()
    print([account.balance for accounts in branches.values() for account in accounts])
