# Concurrent, plain, concurrent down the chain; each calls super() in its own way.
import time

from lockweave import concurrent

log: list[str] = []


def note(text: str) -> None:
    size = len(log)
    time.sleep(0)
    log.append(f"{text}{size}")


class First:
    @concurrent
    def run(self, n: int) -> int:
        note("a")
        return n


class Second(First):
    def run(self, n: int) -> int:  # type: ignore[override]
        note("b")
        return super().run(n).result() + 1


class Third(Second):
    @concurrent
    def run(self, n: int) -> int:  # type: ignore[override]
        return super().run(n) + 1


def main() -> None:
    assert {future.result() for future in [Third().run(1) for _ in range(30)]} == {3}
    assert [int(line[1:]) for line in log] == list(range(60))
    print(len(log), First().run(5).result(), Second().run(5))
