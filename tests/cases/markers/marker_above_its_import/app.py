# Above the import the name is unbound, and a bare, unbound marker counts: also when the import is gone.
total = 0


@concurrent
def add(n: int) -> None:
    global total
    total += n


from lockweave import concurrent


@concurrent
def twice(n: int) -> None:
    add(n)
    add(n)


def main() -> None:
    for future in [add(1), twice(2)]:
        future.result()
