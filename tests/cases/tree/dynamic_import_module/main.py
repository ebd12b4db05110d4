import importlib

import state
from lockweave import concurrent


@concurrent
def add(name, n):
    importlib.import_module(name).run(n)
    state.total += 1


def main():
    for future in [add("plugin_a", n) for n in range(4)]:
        future.result()
    print(state.total)
