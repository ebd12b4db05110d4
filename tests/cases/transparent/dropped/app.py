# A result that nobody uses is dropped, and its exception with it: LW402. One that is used is fine, whatever uses it.
import threading
from functools import reduce
from typing import List

from lockweave import concurrent, wait_for


class Job:
    def __init__(self, done: bool) -> None:
        self.done = done


@concurrent(transparent=True)
def send(mail: str) -> int:
    return len(mail)


@concurrent(transparent=True)
def start(n: int) -> Job:
    return Job(n > 0)


@concurrent(transparent=True)
def size(word: str) -> int:
    return len(word)


@concurrent(transparent=True)
def add(a: int, b: int) -> int:
    return a + b


@concurrent(transparent=True, on_error="log")
def logged(mail: str) -> int:
    return len(mail)


def drops() -> None:
    send("a")
    waiting = [send(mail) for mail in "ab"]
    thread = threading.Thread(target=send, args=("a",))
    thread.start()
    thread.join()


def uses() -> None:
    logged("a")
    _ = send("a")
    wait_for(send("b"))
    job = start(1)
    print(start(1).done, job.done)
    words: List[str] = ["ccc", "a", "bb"]
    print(sorted(words, key=size), max(words, key=size), list(filter(size, words)), reduce(add, [1, 2, 3]))


def main() -> None:
    uses()


if __name__ == "__main__":
    main()
