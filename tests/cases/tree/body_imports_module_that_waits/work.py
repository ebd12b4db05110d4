# The import of this module waits for a body, and the body for the import: LW303.
from lockweave import concurrent

limit = 3


@concurrent
def job(n):
    import work

    return n + work.limit


first = job(1).result()
