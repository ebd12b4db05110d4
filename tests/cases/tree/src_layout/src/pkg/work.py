from lockweave import concurrent
from pkg.state import hits


@concurrent
def record(page):
    hits[page] = hits.get(page, 0) + 1
