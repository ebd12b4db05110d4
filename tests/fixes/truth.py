# Whose truth decides is asked for its value, each of them.
from typing import List

from lockweave import concurrent


@concurrent
def ready(n: int) -> bool:
    return n > 1


def main(on: bool) -> None:
    if ready(1) and ready(2):
        print("both")
    if ready(1) or ready(2):
        print("either")
    if not (ready(0) or ready(1)):
        print("none")
    if on and ready(3):
        print("on")
    ok = ready(2) and ready(1)
    print(ok)
    while not ready(2) and ready(1):
        break
    numbers: List[int] = [n for n in range(4) if n and ready(n)]
    print(numbers, "yes" if on and ready(3) else "no")
    print(any(ready(n) for n in range(3)), all([ready(1), ready(2)]))
    assert ready(2), "not ready"
    print(max([1, 2, 3], key=lambda n: ready(n)))


if __name__ == "__main__":
    main(True)
