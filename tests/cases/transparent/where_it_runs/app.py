# Every way to start a body gives its stand-in; a value that is dropped can be logged.
import logging
from concurrent.futures import ThreadPoolExecutor
from contextvars import ContextVar
from typing import List

from lockweave import concurrent

pool = ThreadPoolExecutor(2)
user: ContextVar[str] = ContextVar("user", default="nobody")


class Page:
    def __init__(self, text: str) -> None:
        self.text = text


@concurrent(transparent=True, executor=pool)
def elsewhere(text: str) -> Page:
    return Page(text)


@concurrent(transparent=True, workers=2)
def bounded(text: str) -> List[str]:
    return [text]


@concurrent(transparent=True, name="named", daemon=True)
def named(text: str) -> str:
    return text


@concurrent(transparent=True, context=True)
def in_context() -> str:
    return user.get()


@concurrent(transparent=True, on_error="log")
def logged(text: str) -> int:
    return int(text)


@concurrent(transparent=True, on_error="log", name="both")
def logged_by_name(text: str) -> int:
    return int(text)


@concurrent(transparent=True)
def waits(text: str) -> int:
    return logged(text) + logged_by_name(text)


def main() -> None:
    logging.disable(logging.CRITICAL)
    user.set("somebody")
    print(elsewhere("a").text, bounded("b")[0], named("c").upper(), in_context(), waits("4"))
    print(isinstance(elsewhere("d"), Page), logged("5") + 1)
    pool.shutdown()


if __name__ == "__main__":
    main()
