import ticks
from lockweave import concurrent


@concurrent
def run(start):
    seen = []
    for left in ticks.Countdown(start):
        seen.append(left)
    return seen


def main():
    print([future.result() for future in [run(2), run(3)]])
    print(ticks.total)
