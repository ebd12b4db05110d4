from __future__ import annotations

from typing import Optional

from lockweave import concurrent


class Conf:
    def __init__(self) -> None:
        self.level = "low"

    @concurrent
    def set_level(self, to: str) -> str:
        old, self.level = self.level, to
        return old


conf: Optional[Conf] = None


@concurrent
def start() -> None:
    global conf
    conf = Conf()


def show() -> None:
    if conf is not None:
        print(conf.set_level("high").result(), conf.level)


def main() -> None:
    start().result()
    show()


if __name__ == "__main__":
    main()
