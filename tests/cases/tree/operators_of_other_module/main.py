import money
from lockweave import concurrent
from money import Money


@concurrent
def pay(cents):
    sum_ = Money(cents) + Money(1)
    return sum_.cents


@concurrent
def cheaper(left, right):
    return Money(left) < Money(right)


@concurrent
def first_digit(cents):
    return Money(cents)[0]


def main():
    print(pay(4).result(), cheaper(1, 2).result(), first_digit(42).result())
    print(sorted(money.operations.items()))
