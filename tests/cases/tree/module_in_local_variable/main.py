import state
from lockweave import concurrent


@concurrent
def add(n):
    where = state
    where.total += n
    table = where.hits
    table[n] = True


def main():
    for future in [add(n) for n in range(5)]:
        future.result()
    print(state.total, sorted(state.hits))
