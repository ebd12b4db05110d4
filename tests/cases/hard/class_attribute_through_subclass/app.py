# `Small.names` is Base's list until it is rebound; `Small.count += 1` makes an attribute of its own.
import time


from lockweave import concurrent


class Base:
    names: "list[int]" = []
    count = 0


class Small(Base):
    pass


@concurrent
def by_base() -> None:
    size = len(Base.names)
    time.sleep(0)
    Base.names.append(size)


@concurrent
def by_subclass() -> None:
    size = len(Small.names)
    time.sleep(0)
    Small.names.append(size)
    seen = Small.count
    time.sleep(0)
    Small.count = seen + 1


def main() -> None:
    for future in [by_base() if i % 2 else by_subclass() for i in range(200)]:
        future.result()
    assert Base.names == list(range(200)) and Small.count == 100
    print(Base.count, Small.count, len(Small.names))
