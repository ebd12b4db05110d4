import helpers
import store
from lockweave import concurrent


@concurrent
def record(page):
    return helpers.apply(store.note, page)


def main():
    for future in [record(page) for page in "abca"]:
        future.result()
    print(sorted(store.hits.items()))
