import helpers
import store
from lockweave import concurrent


@concurrent
def record(pages):
    helpers.each(lambda page: store.hits.setdefault(page, len(pages)), pages)


def main():
    for future in [record(pages) for pages in ("ab", "c")]:
        future.result()
    print(sorted(store.hits.items()))
