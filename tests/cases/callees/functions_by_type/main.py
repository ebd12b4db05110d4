# `singledispatch`: a call runs whatever was registered.
import functools

import state
from lockweave import concurrent


@functools.singledispatch
def show(value):
    pass


@show.register(int)
def show_number(value):
    state.tick()


@show.register
def show_text(value: str):
    state.tally.add()


@concurrent
def work(n):
    show(n)
    show(str(n))


def main():
    for future in [work(n) for n in range(20)]:
        future.result()
    print(state.total, state.tally.count)
