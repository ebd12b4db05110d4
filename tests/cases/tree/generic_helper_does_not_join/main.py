import tables
from lockweave import concurrent
from tables import put


@concurrent
def to_red(key):
    put(tables.red, key, 1)


@concurrent
def to_green(key):
    put(tables.green, key, 2)


@concurrent
def to_blue(key):
    put(tables.blue, key, 3)


def main():
    for future in [to_red("a"), to_green("b"), to_blue("c")]:
        future.result()
    print(tables.red, tables.green, tables.blue)
