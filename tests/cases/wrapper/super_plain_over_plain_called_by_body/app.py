# Plain over plain: the body reaches both through self, and the section covers them.
import time

from lockweave import concurrent

log: list[str] = []


class Base:
    def write(self, n: int) -> None:
        size = len(log)
        time.sleep(0)
        log.append(f"{size}")

    @concurrent
    def save(self, n: int) -> int:
        self.write(n)
        return n


class Derived(Base):
    def write(self, n: int) -> None:
        super().write(n)
        super().write(n)


def main() -> None:
    for future in [Derived().save(n) for n in range(50)]:
        future.result()
    assert log == [str(n) for n in range(100)]
    print(len(log))
