# What a cached function or property gives is one object for every caller.
import functools
import time

from lockweave import concurrent


@functools.lru_cache(maxsize=None)
def registry():
    return {"count": 0}


class Shop:
    @functools.cached_property
    def sold(self):
        return {"count": 0}


shop = Shop()


def count(table):
    before = table["count"]
    time.sleep(0)
    table["count"] = before + 1


@concurrent
def work(n):
    count(registry())
    count(shop.sold)


def main():
    registry()
    shop.sold["count"] = 0
    for future in [work(n) for n in range(20)]:
        future.result()
    print(registry()["count"], shop.sold["count"])
