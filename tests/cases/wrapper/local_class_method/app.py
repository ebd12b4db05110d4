# A class made inside a function: wrapper and body live in it and see the enclosing names.
import time

from lockweave import concurrent

log: list[str] = []


def make(prefix: str):
    class Writer:
        @concurrent
        def write(self, n: int) -> str:
            size = len(log)
            time.sleep(0)
            log.append(f"{size}")
            return f"{prefix}{n}"

    return Writer()


def main() -> None:
    first, second = make("a"), make("b")
    futures = [first.write(n) for n in range(50)] + [second.write(n) for n in range(50)]
    texts = [future.result() for future in futures]
    assert log == [str(n) for n in range(100)]
    print(texts[0], texts[-1])
