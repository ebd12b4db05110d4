# Accesses in an except* clause.
import time

from lockweave import concurrent

values = 0
types = 0


@concurrent
def work(n: int) -> None:
    global values, types
    try:
        raise ExceptionGroup("both", [ValueError(n), TypeError(n)])
    except* ValueError:
        seen = values
        time.sleep(0)
        values = seen + 1
    except* TypeError:
        seen = types
        time.sleep(0)
        types = seen + 1


def main() -> None:
    for future in [work(n) for n in range(100)]:
        future.result()
    assert (values, types) == (100, 100), (values, types)
    print(values, types)
