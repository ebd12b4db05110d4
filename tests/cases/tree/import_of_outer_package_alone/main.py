import pkg
from lockweave import concurrent


@concurrent
def add(n):
    pkg.state.total += n


def main():
    for future in [add(n) for n in range(5)]:
        future.result()
    print(pkg.state.total)
