# `with open(...) as f, atomic:` keeps the file item; the section begins where atomic stands.
import io
import time

from lockweave import atomic, concurrent

written: list[str] = []


@concurrent
def write(n: int) -> str:
    with io.StringIO() as out, atomic:
        out.write(str(len(written)))
        time.sleep(0)
        written.append(out.getvalue())
        return out.getvalue()


def main() -> None:
    texts = sorted(int(future.result()) for future in [write(n) for n in range(100)])
    assert texts == list(range(100)), texts
    print(len(written))
