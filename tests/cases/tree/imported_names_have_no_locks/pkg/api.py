from lockweave import concurrent
from pkg.registry import register

started = 0


@concurrent
def start(name):
    global started
    register(name)
    started += 1


# Bodies run while the rest of the package is still being imported.
futures = [start("boot%d" % n) for n in range(3)]
