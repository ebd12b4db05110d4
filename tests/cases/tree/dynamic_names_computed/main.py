import importlib
import sys

import state
from lockweave import concurrent


def meddle(name, value):
    setattr(state, name, value)
    vars(state)[name] = value
    state.__dict__[name] = value
    sys.modules["state"].total += 1
    sys.modules[name].total = 3
    importlib.reload(state)
    return getattr(state, name)


@concurrent
def work(n):
    state.total += n
    state.hits[n] = 1


def main():
    work(3).result()
    print(state.total, state.hits)
