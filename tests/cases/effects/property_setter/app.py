# An assignment to a property runs the setter, which touches another global.
import time

from lockweave import concurrent

changes = 0


class Lamp:
    def __init__(self) -> None:
        self._on = False

    @property
    def on(self) -> bool:
        return self._on

    @on.setter
    def on(self, value: bool) -> None:
        global changes
        seen = changes
        time.sleep(0)
        changes = seen + 1
        self._on = value


@concurrent
def toggle(n: int) -> None:
    lamp = Lamp()
    lamp.on = n % 2 == 0


def main() -> None:
    for future in [toggle(n) for n in range(200)]:
        future.result()
    assert changes == 200, changes
    print(changes)
