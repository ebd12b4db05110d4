from lockweave import concurrent

from . import state


@concurrent
def add(n):
    state.total += n
