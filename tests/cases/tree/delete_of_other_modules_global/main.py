import state
from lockweave import concurrent


@concurrent
def store(name):
    state.cache[name] = len(name)


def main():
    for future in [store(name) for name in ("a", "bb")]:
        future.result()
    print(sorted(state.cache.items()))
    del state.cache
    state.cache = {"z": 0}
    store("yyy").result()
    print(sorted(state.cache.items()))
