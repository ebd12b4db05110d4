import ticks
from lockweave import concurrent


@concurrent
def run(start):
    return list(ticks.count_down(start))


def main():
    print([future.result() for future in [run(2), run(3)]])
    print(ticks.total)
