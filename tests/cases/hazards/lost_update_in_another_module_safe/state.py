limit = 3


def fits(n: int) -> bool:
    return n < limit
