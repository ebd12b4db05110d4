# The import goes without a hole; `go` marks like concurrent.
import time
from lockweave import concurrent as go
from typing import Optional

total: Optional[int] = 0


@go
def add(n: int) -> None:
    global total
    seen = total or 0
    time.sleep(0)
    total = seen + n


def main() -> None:
    for future in [add(1) for _ in range(100)]:
        future.result()
    assert total == 100, total
    print(total)
