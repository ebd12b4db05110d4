_cache = {}


def cache():
    return _cache


def size():
    return len(_cache)
