# The header of a `with` reads shared state: copied first, the block runs without the lock.
import contextlib
import time

from lockweave import concurrent

titles: list[str] = ["draft"]


@concurrent
def publish(title: str) -> None:
    size = len(titles)
    time.sleep(0)
    titles.append(f"{title}{size}")


def latest() -> str:
    with contextlib.nullcontext(titles[-1]) as title:
        time.sleep(0)
        return title.title()


def main() -> None:
    print(latest())
    for future in [publish("news") for _ in range(5)]:
        future.result()
    print(latest(), len(titles))
