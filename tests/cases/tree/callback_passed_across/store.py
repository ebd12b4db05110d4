hits = {}


def note(page):
    hits[page] = hits.get(page, 0) + 1
