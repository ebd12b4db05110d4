from log import counted


@counted
def double(n):
    return n * 2
