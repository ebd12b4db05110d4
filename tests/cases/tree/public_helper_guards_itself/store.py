hits = {}


def put(page):
    hits[page] = hits.get(page, 0) + 1
