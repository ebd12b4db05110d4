from ns.part import state
from ns.part.work import record


def main():
    for future in [record(page) for page in "abca"]:
        future.result()
    print(sorted(state.hits.items()))
