import state
from lockweave import concurrent


@concurrent
def record(page):
    state.hits[page] = state.hits.get(page, 0) + 1


first = record("a")
