# An f-string over several lines with shared reads inside, nested quotes and a nested triple-quoted string.
import time

from lockweave import concurrent

total = 0


@concurrent
def add(n: int) -> str:
    global total
    seen = total
    time.sleep(0)
    total = seen + n
    return f"""<total>
  {total:>4}
  {'''a
 b'''} {
        total
        + 0}
</total>"""


def main() -> None:
    texts = {future.result() for future in [add(1) for _ in range(100)]}
    assert total == 100 and len(texts) == 100
    print(repr(min(texts)))
