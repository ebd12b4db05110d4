# The safe twin: a copy made under the lock leaves the body.
from lockweave import concurrent

items: list[str] = []


@concurrent
def add(name: str) -> list[str]:
    items.append(name)
    return list(items)


def main() -> None:
    sizes = sorted(len(future.result()) for future in [add(f"n{i}") for i in range(100)])
    assert sizes == list(range(1, 101)), sizes
    print(sizes[-1])
