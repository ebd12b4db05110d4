import fetch
from lockweave import concurrent

total = 0


@concurrent
def add(n):
    global total
    total += fetch.load(n)


def main():
    for future in [add(n) for n in range(4)]:
        future.result()
    print(total)
