import state
from lockweave import concurrent
from state import hits as counts


@concurrent
def record(page):
    counts[page] = counts.get(page, 0) + 1


def main():
    for future in [record(page) for page in "abca"]:
        future.result()
    print(sorted(counts.items()), state.most())
