from lockweave import concurrent

from first import hits


@concurrent
def record(page):
    hits[page] = hits.get(page, 0) + 1
