# setattr and getattr with a literal name are plain accesses of that attribute: silent, locked.
import time

from lockweave import concurrent


class Settings:
    depth = 0


@concurrent
def deeper() -> None:
    seen = getattr(Settings, "depth")
    time.sleep(0)
    setattr(Settings, "depth", seen + 1)


def main() -> None:
    for future in [deeper() for _ in range(100)]:
        future.result()
    assert Settings.depth == 100, Settings.depth
    print(Settings.depth)
