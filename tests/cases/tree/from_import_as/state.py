hits = {}


def most():
    return max(hits.values(), default=0)
