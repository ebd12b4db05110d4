from lockweave import concurrent
from shop import state


@concurrent
def add(n):
    t = state.total
    state.total = t + n
    return state.total
