from lockweave import concurrent

seen = set()


@concurrent
def visit(name):
    if name in seen:
        return False
    seen.add(name)
    return True
