import state
from lockweave import concurrent
from state import *

extra = []


@concurrent
def record(name):
    bump(name)
    extra.append(name)


def main():
    for future in [record(name) for name in "abca"]:
        future.result()
    print(sorted(_counts.items()), sorted(extra), state.extra)
