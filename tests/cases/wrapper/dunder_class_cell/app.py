# The body uses `__class__`, zero-argument and two-argument super().
import time

from lockweave import concurrent

names: list[str] = []


class Base:
    def label(self) -> str:
        return "base"


class Derived(Base):
    @concurrent
    def note(self) -> str:
        text = f"{__class__.__name__} {super().label()} {super(Derived, self).label()}"
        size = len(names)
        time.sleep(0)
        names.append(f"{size}")
        return text


def main() -> None:
    texts = {future.result() for future in [Derived().note() for _ in range(100)]}
    assert names == [str(n) for n in range(100)]
    print(texts)
