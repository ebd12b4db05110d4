import state
from one import add
from two import take


def main():
    for future in [add(n) for n in range(8)] + [take(n) for n in range(5)]:
        future.result()
    print(state.total)
