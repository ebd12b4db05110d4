# Only our line leaves the try block; the other import and its handler stay and still parse.
import time

try:
    import json
    from lockweave import concurrent
except ImportError:
    json = None

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
    print(json.dumps(total) if json else total)
