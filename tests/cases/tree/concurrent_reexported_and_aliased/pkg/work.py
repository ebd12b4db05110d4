from lockweave import concurrent

hits = {}


@concurrent
def record(page):
    hits[page] = hits.get(page, 0) + 1
