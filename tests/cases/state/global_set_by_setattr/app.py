# A field and a global set by `setattr` with a literal name are written like any other.
import sys
import time

from lockweave import concurrent


class Config:
    level = 0


config = Config()
total = 0


@concurrent
def bump() -> None:
    seen = config.level
    time.sleep(0)
    setattr(config, "level", seen + 1)


@concurrent
def count() -> None:
    seen = total
    time.sleep(0)
    setattr(sys.modules[__name__], "total", seen + 1)


def main() -> None:
    for future in [bump() for _ in range(100)] + [count() for _ in range(100)]:
        future.result()
    print(config.level, total)
