import threading

from lockweave import concurrent

guard = threading.RLock()
total = 0


@concurrent(locks={"total": guard})
def add(n):
    global total
    total += n
