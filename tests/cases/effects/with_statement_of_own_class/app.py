# __enter__ and __exit__ of a project class touch a global.
import time
from types import TracebackType
from typing import Optional, Type

from lockweave import concurrent

depth = 0
visits = 0


class Visit:
    def __enter__(self) -> "Visit":
        global depth
        depth += 1
        return self

    def __exit__(
        self,
        kind: Optional[Type[BaseException]],
        error: Optional[BaseException],
        trace: Optional[TracebackType],
    ) -> None:
        global depth, visits
        depth -= 1
        seen = visits
        time.sleep(0)
        visits = seen + 1


@concurrent
def call() -> int:
    with Visit():
        return depth


def main() -> None:
    depths = {future.result() for future in [call() for _ in range(100)]}
    assert depths == {1} and (depth, visits) == (0, 100), (depths, depth, visits)
    print(visits)
