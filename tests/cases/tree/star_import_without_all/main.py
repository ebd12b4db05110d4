import state
from lockweave import concurrent
from state import *

_hidden = []


@concurrent
def record(page):
    hits[page] = hits.get(page, 0) + 1
    _hidden.append(page)


def main():
    for future in [record(page) for page in "abca"]:
        future.result()
    print(sorted(hits.items()), sorted(_hidden), state._hidden)
