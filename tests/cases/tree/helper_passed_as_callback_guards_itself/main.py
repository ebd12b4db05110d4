import time

import store
from lockweave import concurrent


@concurrent
def record(page):
    store._put(page)
    return page + "!"


def main():
    futures = [store.watch(record(page)) for page in "ab"]
    for future in futures:
        future.result()
    while len(store.hits) < 4:
        time.sleep(0.001)
    print(sorted(store.hits.items()))
