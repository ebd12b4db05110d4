"""Objects with a lock of their own that does not cover everything: another object's, an access without it, two blocks for one act."""

import threading

from lockweave import concurrent


class Account:
    def __init__(self, balance):
        self.lock = threading.Lock()
        self.balance = balance

    def move(self, other, amount):
        with other.lock:
            self.balance -= amount
            other.balance += amount


class Gauge:
    def __init__(self):
        self.lock = threading.Lock()
        self.level = 0

    def rise(self):
        with self.lock:
            self.level += 1

    def reset(self):
        self.level = 0


class Ticket:
    def __init__(self):
        self.lock = threading.Lock()
        self.number = 0

    def next(self):
        with self.lock:
            number = self.number
        with self.lock:
            self.number = number + 1
        return number


@concurrent
def move(first: Account, second: Account, amount: int) -> None:
    first.move(second, amount)


@concurrent
def rise(gauge: Gauge) -> None:
    gauge.rise()


@concurrent
def draw(ticket: Ticket) -> int:
    return ticket.next()


def main() -> None:
    first, second = Account(100), Account(100)
    gauge, ticket = Gauge(), Ticket()
    waits = [move(first, second, 1) for _ in range(20)] + [move(second, first, 1) for _ in range(20)]
    rises = [rise(gauge) for _ in range(10)]
    numbers = [draw(ticket) for _ in range(20)]
    for wait in waits:
        wait.result()
    for one in rises:
        one.result()
    gauge.reset()
    print(first.balance, second.balance, gauge.level, sorted(number.result() for number in numbers))


if __name__ == "__main__":
    main()
