hits = {}


def bump(name):
    hits[name] = hits.get(name, 0) + 1
