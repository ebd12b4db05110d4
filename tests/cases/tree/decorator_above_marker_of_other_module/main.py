import waiting
from lockweave import concurrent

total = 0


@waiting.waits
@concurrent
def add(n):
    global total
    total += n
    return n


def main():
    print([add(n) for n in range(4)], total, waiting.waited)
