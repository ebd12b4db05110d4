import loading
import state
from lockweave import concurrent


@concurrent
def record(page):
    state.hits[page] = 0
    state.hits[page] += loading.load(page)


def main():
    for future in [record(page) for page in "ab"]:
        future.result()
    print(sorted(state.hits.items()))
