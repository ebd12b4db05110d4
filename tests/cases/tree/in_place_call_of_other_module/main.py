import work
from lockweave import concurrent

total = 0


@concurrent
def add(n):
    global total
    value = work.double(n).result()
    total += value


def main():
    for future in [add(n) for n in range(4)]:
        future.result()
    print(total, work.calls)
