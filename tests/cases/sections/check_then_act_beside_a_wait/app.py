# One branch waits and touches nothing: the test and what the other branch rests on it are one section all the same.
from lockweave import concurrent

level = 7
late = 0


@concurrent
def other(n: int) -> int:
    return n


@concurrent
def step(n: int) -> int:
    global level
    if level < 8:
        level = level * 3 + n
    else:
        future = other(n)
        future.result()
    return n


@concurrent
def choose(n: int) -> int:
    global late
    if late > 2:
        other(n).result()
    elif late == 2:
        print(end=str(other(0).result())[:0])
    else:
        late += n
    return n


def main() -> None:
    futures = [step(1), step(1), choose(1), choose(1), choose(1)]
    for future in futures:
        future.result()
    print(level, late)
