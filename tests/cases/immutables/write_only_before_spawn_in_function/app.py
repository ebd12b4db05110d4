# configure() writes the settings and main calls it before the spawn: no lock for `settings`.
import time

from lockweave import concurrent

settings: dict[str, int] = {}
total = 0


def configure() -> None:
    settings["step"] = 2


@concurrent
def add() -> None:
    global total
    seen = total
    time.sleep(0)
    total = seen + settings["step"]


def main() -> None:
    configure()
    for future in [add() for _ in range(100)]:
        future.result()
    assert total == 200, total
    print(total)
