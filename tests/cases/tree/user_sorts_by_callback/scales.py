weighed = 0


def weigh(name):
    global weighed
    weighed += 1
    return len(name)
