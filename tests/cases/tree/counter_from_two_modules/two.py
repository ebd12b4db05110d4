from lockweave import concurrent

import state


@concurrent
def take(n):
    state.total -= n
