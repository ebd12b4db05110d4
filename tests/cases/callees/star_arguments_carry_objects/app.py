"""What lies in `*args` and `**kwargs` is the caller's."""
import state
from lockweave import concurrent
from ops import add, add_all, first


@concurrent
def one():
    add(totals=state.totals)


@concurrent
def two():
    add_all(state.totals)


@concurrent
def three():
    first(state.totals)["n"] += 1


def main():
    for future in [start() for _ in range(5) for start in (one, two, three)]:
        future.result()
    print(state.totals)


if __name__ == "__main__":
    main()
