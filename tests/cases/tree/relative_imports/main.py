from pkg import state
from pkg.sub.work import record


def main():
    for future in [record(page) for page in "abca"]:
        future.result()
    print(sorted(state.hits.items()), state.total)
