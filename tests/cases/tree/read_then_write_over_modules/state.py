_total = 0


def get():
    return _total


def put(value):
    global _total
    _total = value
