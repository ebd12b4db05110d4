import importlib

import state
from lockweave import concurrent


@concurrent
def record(page):
    state.hits[page] = 1


def refresh():
    importlib.reload(state)


def main():
    record("a").result()
    refresh()
    record("b").result()
    print(sorted(state.hits))
