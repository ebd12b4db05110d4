import store


def bump(n):
    store.add(n + 1)
