from lockweave import concurrent


@concurrent
def fetch(n):
    return n * n


def load(n):
    return fetch(n).result()
