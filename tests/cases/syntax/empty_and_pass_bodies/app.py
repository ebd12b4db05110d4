# Bodies of pass, `...`, a bare return and a lone string.
from lockweave import concurrent


@concurrent
def nothing() -> None:
    pass


@concurrent
def dots() -> None:
    ...


@concurrent
def back() -> None:
    return


@concurrent
def text() -> None:
    "only text"


class Empty:
    @concurrent
    def method(self) -> None:
        pass


def main() -> None:
    futures = [nothing(), dots(), back(), text(), Empty().method()]
    print([future.result() for future in futures])
