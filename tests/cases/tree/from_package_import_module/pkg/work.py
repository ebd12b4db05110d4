from lockweave import concurrent
from pkg import state as kept


@concurrent
def add(n):
    kept.total += n
