# Concurrent overrides concurrent: super()'s future is waited for in place, without a lock.
import time

from lockweave import concurrent

log: list[str] = []


class Base:
    @concurrent
    def save(self, n: int) -> int:
        size = len(log)
        time.sleep(0)
        log.append(f"base {size}")
        return n


class Derived(Base):
    @concurrent
    def save(self, n: int) -> int:
        return super().save(n).result() + 1


def main() -> None:
    futures = [Derived().save(n) for n in range(50)]
    assert [future.result() for future in futures] == list(range(1, 51))
    print(len(log))
