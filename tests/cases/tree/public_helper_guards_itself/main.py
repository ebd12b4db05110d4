import store
from lockweave import concurrent


@concurrent
def record(page):
    store.put(page)
    store.put(page + page)


def main():
    for future in [record(page) for page in "ab"]:
        future.result()
    store.put("last")
    print(sorted(store.hits.items()))
