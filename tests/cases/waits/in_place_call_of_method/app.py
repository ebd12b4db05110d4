# The same for a method of another object: the body's private name can't be reached from here.
import time

from lockweave import concurrent

log: list[int] = []


class Store:
    @concurrent
    def save(self, n: int) -> int:
        size = len(log)
        time.sleep(0)
        log.append(size)
        return n


@concurrent
def work(store: Store, n: int) -> int:
    return store.save(n).result() + 1


def main() -> None:
    store = Store()
    assert sum(future.result() for future in [work(store, n) for n in range(50)]) == 1275
    assert log == list(range(50))
    print(len(log))
