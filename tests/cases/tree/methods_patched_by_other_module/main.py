import state
from lockweave import concurrent
def other(n):
    state.total += n
    return n
def read(self):
    state.total += 1
    return 2
@concurrent
def work(n):
    state.use(n)
    state.Meter().read()
@concurrent
def zero():
    state.total = 0
def main():
    state.score = other
    state.Meter.read = read
    work(3).result()
    print(state.total)
