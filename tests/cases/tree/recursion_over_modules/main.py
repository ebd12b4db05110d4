import even
import odd
from lockweave import concurrent


@concurrent
def work(n):
    return even.is_even(n)


def main():
    print([future.result() for future in [work(n) for n in range(4)]])
    print(even.calls, odd.calls)
