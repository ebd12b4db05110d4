hits = {}


def note(page):
    hits[page] = True
