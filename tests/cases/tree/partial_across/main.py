import store
import tools
from lockweave import concurrent


@concurrent
def record(page):
    tools.bump(page)


def main():
    for future in [record(page) for page in "abca"]:
        future.result()
    print(sorted(store.hits.items()))
