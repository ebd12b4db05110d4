import log
from helper import double
from lockweave import concurrent


@concurrent
def work(n):
    return double(n)


def main():
    print([future.result() for future in [work(n) for n in range(4)]])
    print(log.calls)
