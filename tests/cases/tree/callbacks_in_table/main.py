import store
import table
from lockweave import concurrent


@concurrent
def handle(name, n):
    table.dispatch(name, n)


def main():
    for future in [handle(name, n) for n in range(4) for name in ("up", "down")]:
        future.result()
    print(store.ups, store.downs)
