hits = {}


def size():
    return len(hits)
