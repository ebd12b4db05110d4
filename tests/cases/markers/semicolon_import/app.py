# Our import shares its line with others: only its part goes.
import time; from lockweave import concurrent; import json

total = 0


@concurrent
def add() -> None:
    global total
    seen = total
    time.sleep(0)
    total = seen + 1


def main() -> None:
    for future in [add() for _ in range(50)]:
        future.result()
    print(json.dumps([total]))
