# The helper changes the list through a parameter that its caller filled with the global.
import time

from lockweave import concurrent

scores: list[int] = [0]


def push(target: list[int]) -> None:
    last = target[-1]
    time.sleep(0)
    target.append(last + 1)


@concurrent
def play() -> None:
    mine = scores
    push(mine)


def main() -> None:
    for future in [play() for _ in range(200)]:
        future.result()
    assert scores == list(range(201)), scores[-1]
    print(scores[-1])
