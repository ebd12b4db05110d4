import special
from lockweave import concurrent


@concurrent
def work(n):
    return special.Special().run(n)


def main():
    print([future.result() for future in [work(n) for n in range(3)]])
    print(sorted(special.steps))
