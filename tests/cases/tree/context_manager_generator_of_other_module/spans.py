from contextlib import contextmanager

closed = []


@contextmanager
def span(name):
    try:
        yield name.upper()
    finally:
        closed.append(name)
