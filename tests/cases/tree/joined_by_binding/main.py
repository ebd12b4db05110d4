import alias
import state
from lockweave import concurrent


@concurrent
def first(name):
    state.names.append(name)


@concurrent
def second(name):
    alias.names.append(name)


def main():
    for future in [first("a"), second("b")]:
        future.result()
    print(sorted(state.names))
