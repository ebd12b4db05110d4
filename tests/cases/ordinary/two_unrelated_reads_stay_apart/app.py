# The value of `size` reaches no write: two guards, and the slow format between them holds nothing.
import time

from lockweave import concurrent

lines: list[str] = []


@concurrent
def log(text: str) -> None:
    n = len(lines)
    time.sleep(0)
    lines.append(f"{n} {text}")


def describe() -> str:
    size = len(lines)
    text = f"{size:>5} lines"
    time.sleep(0)
    lines.append("described")
    return text


def main() -> None:
    futures = [log("x") for _ in range(50)]
    text = describe()
    for future in futures:
        future.result()
    assert len(lines) == 51, lines
    print(len(text))
