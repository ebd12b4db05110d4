from concurrent.futures import ThreadPoolExecutor
from lockweave import concurrent

total = 0
rates = {"a": 2}


@concurrent
def add(n):
    global total
    total += n
    rates["a"] = n


def score(k):
    return k * rates["a"] + total * 0


def main():
    global total
    add(1).result()
    with ThreadPoolExecutor(2) as ex:
        total += sum(ex.map(score, range(3)))
        rates["b"] = max(ex.map(score, range(4)))
    print(total)


