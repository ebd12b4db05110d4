# sort and the index that rests on it are one section in ordinary code.
import time

from lockweave import concurrent

scores: list[int] = [50]


@concurrent
def score(value: int) -> None:
    scores.insert(0, value)
    time.sleep(0)
    scores.append(value)


def best() -> int:
    scores.sort()
    time.sleep(0)
    return scores[-1]


def main() -> None:
    futures = []
    for i in range(200):
        futures.append(score(i % 40))
        top = best()
        assert top == 50, top
    for future in futures:
        future.result()
    print(best(), len(scores))
