# `get`, `append` and `close` of library objects are not the project's: the only lock is for `log`.
import array
import io
import os
import time
from collections import deque

from lockweave import concurrent

log: list[str] = []


class Journal:
    def get(self) -> int:
        return len(log)

    def append(self, line: str) -> None:
        log.append(line)

    def close(self) -> None:
        log.clear()


@concurrent
def render(n: int) -> str:
    out = io.StringIO()
    parts = array.array("i")
    parts.append(n)
    recent = deque([n])
    recent.append(n + 1)
    out.write(os.environ.get("LOCKWEAVE_CASE_UNSET", "x") * len(parts) * len(recent))
    text = out.getvalue()
    out.close()
    return text


@concurrent
def note(n: int) -> None:
    size = len(log)
    time.sleep(0)
    Journal().append(f"{size}")


def main() -> None:
    futures = [note(n) for n in range(100)]
    pages = {render(n).result() for n in range(20)}
    for future in futures:
        future.result()
    assert log == [str(n) for n in range(100)]
    print(pages, Journal().get())
