# A generator can't be concurrent: LW104 at the marker, the yield as cause, a way out as help.
from typing import Iterator

from lockweave import concurrent


@concurrent
def numbers(n: int) -> Iterator[int]:
    for i in range(n):
        yield i
