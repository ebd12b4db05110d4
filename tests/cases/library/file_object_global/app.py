# Two writes to a global text buffer must stay together.
import io
import time

from lockweave import concurrent

out = io.StringIO()


@concurrent
def line(n: int) -> None:
    out.write(f"{n}-")
    time.sleep(0)
    out.write(f"{n}\n")


def main() -> None:
    for future in [line(n) for n in range(100)]:
        future.result()
    rows = sorted(int(a) for a, b in (row.split("-") for row in out.getvalue().split()) if a == b)
    assert rows == list(range(100))
    print(len(rows))
