import bank
from lockweave import concurrent


@concurrent
def save(amount):
    bank.deposit(amount)


def main():
    for future in [save(10), save(5)]:
        future.result()
    print(bank.peek())
