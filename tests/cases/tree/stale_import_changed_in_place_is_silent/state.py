items = []
total = 0
LIMIT = 10


def reset():
    global total
    items.clear()
    total = 0


def add(n):
    global total
    total += min(n, LIMIT)
    items.append(n)
