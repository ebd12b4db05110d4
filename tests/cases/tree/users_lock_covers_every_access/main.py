import bank
from lockweave import concurrent


@concurrent
def save(amount):
    bank.deposit(amount)


@concurrent
def spend(amount):
    with bank.lock:
        bank.balance -= amount


def main():
    for future in [save(10), save(5), spend(3)]:
        future.result()
    print(bank.read())
