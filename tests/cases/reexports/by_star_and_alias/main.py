from pkg import *

total = 0


@background
def add(n):
    global total
    total += n * ONE


@spawned
def double():
    global total
    with indivisible:
        total *= 2


def main():
    add(4).result()
    double().result()
    print(total)
