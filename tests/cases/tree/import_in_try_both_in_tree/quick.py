import no_such_module

total = 0


def add(n):
    global total
    total += n
