"""Two names for one object are no matter where nobody changes the object, and `object()` has nothing that could change."""
import queue

from lockweave import concurrent

STOP = object()
jobs: "queue.SimpleQueue" = queue.SimpleQueue()
seen: list = []
last = None
position = None


class Failure(Exception):
    def __init__(self, token) -> None:
        self.token = token


@concurrent
def keep(tokens) -> None:
    global last
    last = tokens[0]


@concurrent
def move() -> None:
    global position
    position = (position or 0, last)


@concurrent
def drain() -> None:
    while True:
        job = jobs.get()
        if job is STOP:
            break
        seen.append(job)


def check() -> None:
    if last == "stop":
        raise Failure(last)


def main() -> None:
    jobs.put(1)
    jobs.put(STOP)
    drain().result()
    keep(["a"]).result()
    move().result()
    check()
    print(seen, last, position)


if __name__ == "__main__":
    main()
