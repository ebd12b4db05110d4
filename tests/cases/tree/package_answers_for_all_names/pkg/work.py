from lockweave import concurrent
import pkg.state as state


@concurrent
def add(n):
    state.total += n
