# The words inside a string are no comment: neither LW004 nor LW005.
import time

from lockweave import concurrent

notes: list[str] = []


@concurrent
def note() -> None:
    size = len(notes)
    time.sleep(0)
    notes.append("# lockweave: allow[LW203] no comment" if size == 0 else "")


def main() -> None:
    for future in [note() for _ in range(50)]:
        future.result()
    print(notes[0], len(notes))
