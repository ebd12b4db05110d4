# Threads of the program's own pool share memory: arguments may be changed, and nothing is pickled.
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any, List

from lockweave import concurrent


class Pool(ThreadPoolExecutor):
    def submit(self, *args: Any, **kwargs: Any) -> Any:
        return super().submit(*args, **kwargs)


pool = Pool(2)


@concurrent(executor=pool, context=True)
def work(n: int, lock: threading.Lock) -> int:
    with lock:
        return n * n


def nested(pool: ThreadPoolExecutor, by: int) -> List[int]:
    @concurrent(executor=pool)
    def times(n: int) -> int:
        return n * by

    return [times(n).result() for n in range(3)]


def main() -> None:
    lock = threading.Lock()
    print([future.result() for future in [work(n, lock) for n in range(4)]])
    with ThreadPoolExecutor(1) as one:
        print(nested(one, 3))
