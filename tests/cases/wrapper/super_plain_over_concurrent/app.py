# Plain overrides concurrent: super() gives a future to plain code.
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
    def save(self, n: int) -> int:  # type: ignore[override]
        return super().save(n).result() + 1


def main() -> None:
    values = [Derived().save(n) for n in range(20)]
    futures = [Base().save(n) for n in range(50)]
    for future in futures:
        future.result()
    assert values == list(range(1, 21)) and len(log) == 70
    print(log[-1])
