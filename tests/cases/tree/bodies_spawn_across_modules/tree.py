from leaf import visit
from lockweave import concurrent

started = 0


@concurrent
def spread(names):
    global started
    started += len(names)
    return [visit(name) for name in names]
