# future.exception() and a done-callback: the first waits, the second runs in the body's thread.
import time
from concurrent.futures import Future

from lockweave import concurrent

errors: list[str] = []
finished = 0


@concurrent
def risky(n: int) -> int:
    if n % 3 == 0:
        raise ValueError(n)
    return n


def note(future: "Future[int]") -> None:
    global finished
    seen = finished
    time.sleep(0)
    finished = seen + 1


def main() -> None:
    futures = [risky(n) for n in range(60)]
    for future in futures:
        future.add_done_callback(note)
    for future in futures:
        error = future.exception()
        if error is not None:
            errors.append(str(error))
    assert len(errors) == 20, errors
    for _ in range(1000):
        if finished == 60:
            break
        time.sleep(0.001)
    print(len(errors), finished)
