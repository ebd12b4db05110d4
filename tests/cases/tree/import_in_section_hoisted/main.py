import state
from lockweave import concurrent


@concurrent
def record(page):
    state.hits[page] = state.hits.get(page, 0) + 1
    import rules

    state.hits[page] *= rules.FACTOR


def main():
    for future in [record(page) for page in "ab"]:
        future.result()
    print(sorted(state.hits.items()))
