# A local list of the same shape as the global is nobody else's: no lock for its append.
import time

from lockweave import concurrent

rows: list[int] = []


@concurrent
def build(n: int) -> int:
    local: list[int] = []
    for i in range(n):
        local.append(i)
    total = sum(local)
    size = len(rows)
    time.sleep(0)
    rows.append(size)
    return total


def main() -> None:
    sums = [future.result() for future in [build(n) for n in range(50)]]
    assert rows == list(range(50))
    print(sums[-1])
