__all__ = ["_counts", "bump"]

_counts = {}
extra = []


def bump(name):
    _counts[name] = _counts.get(name, 0) + 1
