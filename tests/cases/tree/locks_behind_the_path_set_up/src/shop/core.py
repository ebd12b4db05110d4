from lockweave import concurrent
from shop import state


@concurrent
def add(n):
    state.total += n
    return state.total
