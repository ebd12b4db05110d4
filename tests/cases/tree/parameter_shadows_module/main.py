import state
from lockweave import concurrent

seen = []


@concurrent
def look(state):
    seen.append(state.upper())


def main():
    for future in [look(name) for name in "abc"]:
        future.result()
    print(sorted(seen), state.total)
