hits = {}

from second import record

names = ["a", "b"]


def record_all():
    return [record(name) for name in names]
