from tools import concurrent, ours

total = 0


@concurrent
def plain(n):
    return n * 2


@ours
def add(n):
    global total
    total += plain(n)


def main():
    add(2).result()
    add(3).result()
    print(total, plain.tags)
