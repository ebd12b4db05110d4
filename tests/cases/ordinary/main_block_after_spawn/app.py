# Under `if __name__ == "__main__":` only what follows the first spawn is guarded.
import time

from lockweave import concurrent

total = 0


@concurrent
def add(n: int) -> None:
    global total
    seen = total
    time.sleep(0)
    total = seen + n


def main() -> None:
    for future in [add(1) for _ in range(50)]:
        future.result()
    print(total)


if __name__ == "__main__":
    total = 0
    print("starting at", total)
    futures = [add(n) for n in range(10)]
    print("so far", total >= 0)
    for future in futures:
        future.result()
    print(total)
