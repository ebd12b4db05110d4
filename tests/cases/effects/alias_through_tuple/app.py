# Two globals go into a tuple and come out under other names.
import time

from lockweave import concurrent

wins = [0]
losses = [0]


@concurrent
def play(won: bool) -> None:
    pair = wins, losses
    good, bad = pair
    target = good if won else bad
    seen = target[0]
    time.sleep(0)
    target[0] = seen + 1


def main() -> None:
    for future in [play(i % 2 == 0) for i in range(200)]:
        future.result()
    assert wins == losses == [100], (wins, losses)
    print(wins, losses)
