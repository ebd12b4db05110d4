from lockweave import concurrent

import pkg


@concurrent
def register(name):
    pkg.registry[name] = len(name)


def note():
    return sorted(pkg.registry.items())
