# Concurrent overrides plain: super() in the body is the plain method, inside the section.
import time

from lockweave import concurrent

log: list[str] = []


class Base:
    def save(self, n: int) -> int:
        size = len(log)
        time.sleep(0)
        log.append(f"base {size}")
        return n


class Derived(Base):
    @concurrent
    def save(self, n: int) -> int:  # type: ignore[override]
        return super().save(n) + 1


def main() -> None:
    futures = [Derived().save(n) for n in range(100)]
    assert [future.result() for future in futures] == list(range(1, 101))
    Base().save(0)
    assert log == [f"base {n}" for n in range(101)]
    print(len(log))
