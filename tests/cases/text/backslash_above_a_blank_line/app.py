# A backslash behind a statement takes the blank line below to it: nothing can be put between the two.
import time \

from lockweave import concurrent \

total = 0 \

hits = 0


@concurrent
def add(n: int) -> None:
    global total, hits
    total += n \

    hits += 1 \

    time.sleep(0)


def main() -> None:
    futures = [add(n) for n in range(4)]
    if total > 100: \
        print("early") \

    for future in futures:
        future.result()
    print(total, hits) \

