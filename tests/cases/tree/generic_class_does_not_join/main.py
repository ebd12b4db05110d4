import tables
from lockweave import concurrent


@concurrent
def to_red(key):
    tables.red.put(key, 1)


@concurrent
def to_green(key):
    tables.green.put(key, 2)


def main():
    for future in [to_red("a"), to_green("b")]:
        future.result()
    print(tables.red.rows, tables.green.rows)
