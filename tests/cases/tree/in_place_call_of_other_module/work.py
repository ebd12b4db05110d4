from lockweave import concurrent

calls = 0


@concurrent
def double(n):
    global calls
    calls += 1
    return n * 2
