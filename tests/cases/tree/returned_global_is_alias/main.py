import state
from lockweave import concurrent


@concurrent
def keep(name):
    found = state.cache()
    if name not in found:
        found[name] = len(name)


def main():
    for future in [keep(name) for name in ("a", "bb", "a")]:
        future.result()
    print(state.size())
