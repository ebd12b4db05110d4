total = 0


def count_down(start):
    global total
    while start:
        start -= 1
        total += 1
        yield start
