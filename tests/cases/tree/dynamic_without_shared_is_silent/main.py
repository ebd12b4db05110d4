from lockweave import concurrent
from options import read

total = 0


@concurrent
def add(n):
    global total
    options = read([("factor", 2)])
    total += n * options.factor


def main():
    for future in [add(n) for n in range(4)]:
        future.result()
    print(total)
