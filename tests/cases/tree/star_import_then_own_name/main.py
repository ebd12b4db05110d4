import state
from lockweave import concurrent
from state import *

hits = {}


@concurrent
def record(page):
    hits[page] = hits.get(page, 0) + 1
    note(page)


def main():
    for future in [record(page) for page in "abca"]:
        future.result()
    print(sorted(hits.items()), sorted(state.hits))
