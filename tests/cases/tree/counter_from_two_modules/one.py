import state
from lockweave import concurrent


@concurrent
def add(n):
    state.total += n
