# Strings over several lines inside the re-indented section keep every byte, blanks at line starts too.
import time

from lockweave import concurrent

rows: list[str] = []


@concurrent
def add(n: int) -> None:
    size = len(rows)
    time.sleep(0)
    text = """
  two spaces
	a tab
no indent at all
        eight \
continued
    """
    rows.append(text + str(size))
    rows[-1] += r'''raw \n
   and indented'''


def main() -> None:
    for future in [add(n) for n in range(50)]:
        future.result()
    assert len({len(row) for row in rows}) <= 2
    print(repr(rows[0]), len(rows))
