from lockweave import concurrent
from pkg import *


@concurrent
def record(page):
    hits[page] = hits.get(page, 0) + 1
    return size() > 0


def main():
    print(all(future.result() for future in [record(page) for page in "abca"]))
    print(sorted(hits.items()), size())
