import inner
import outer
from lockweave import concurrent


@concurrent
def put(key):
    outer.tables["inner"][key] = True


@concurrent
def drop(key):
    inner.table.pop(key, None)


def main():
    for future in [put(key) for key in "abc"]:
        future.result()
    drop("a").result()
    print(sorted(inner.table))
