# Accesses in all four parts of a try statement.
import time

from lockweave import concurrent

counts = {"try": 0, "except": 0, "else": 0, "finally": 0}


def bump(name: str) -> None:
    seen = counts[name]
    time.sleep(0)
    counts[name] = seen + 1


@concurrent
def work(n: int) -> None:
    try:
        bump("try")
        1 // (n % 2)
    except ZeroDivisionError:
        bump("except")
    else:
        bump("else")
    finally:
        bump("finally")


def main() -> None:
    for future in [work(n) for n in range(100)]:
        future.result()
    assert counts == {"try": 100, "except": 50, "else": 50, "finally": 100}, counts
    print(counts)
