import pkg.state
from lockweave import concurrent


@concurrent
def add(n):
    weight = n * 2
    pkg.state.total += weight


def main():
    for future in [add(n) for n in range(5)]:
        future.result()
    print(pkg.state.total)
