# There is no other import: the prelude stands where the marker's import stood.
from lockweave import concurrent

total = 0


@concurrent
def add(n: int) -> None:
    global total
    total += n


def main() -> None:
    for future in [add(1) for _ in range(50)]:
        future.result()
    print(total)
