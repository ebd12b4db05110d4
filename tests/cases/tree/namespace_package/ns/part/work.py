from lockweave import concurrent

from . import state


@concurrent
def record(page):
    state.hits[page] = state.hits.get(page, 0) + 1
