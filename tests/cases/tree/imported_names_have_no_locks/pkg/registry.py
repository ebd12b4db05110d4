import time

import pkg

entries = {}


def register(name):
    entries[name] = time.time() > 0


def started():
    return pkg.api.started
