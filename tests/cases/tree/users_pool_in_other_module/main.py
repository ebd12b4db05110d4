import pool
from lockweave import concurrent


@concurrent
def read():
    return pool.total >= 0


def main():
    future = read()
    pool.bump_all([1, 2, 3])
    print(future.result(), pool.total)
