# Names beyond ASCII, normalised as Python does: both spellings are one location.
import time

from lockweave import concurrent

größe = 0
ﬁle = 0


@concurrent
def wachse() -> None:
    global größe, file
    n = größe
    m = file
    time.sleep(0)
    größe = n + 1
    file = m + 1


def main() -> None:
    for future in [wachse() for _ in range(100)]:
        future.result()
    assert (größe, ﬁle) == (100, 100), (größe, file)
    print(größe, file)
