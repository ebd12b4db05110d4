from pkg import state
from pkg.work import add


def main():
    for future in [add(n) for n in range(5)]:
        future.result()
    print(state.total)
