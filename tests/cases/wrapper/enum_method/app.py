# A method of an Enum: the body is no member.
import enum
import time

from lockweave import concurrent

uses: dict[str, int] = {}


class Colour(enum.Enum):
    RED = 1
    BLUE = 2

    @concurrent
    def use(self) -> str:
        seen = uses.get(self.name, 0)
        time.sleep(0)
        uses[self.name] = seen + 1
        return self.name


def main() -> None:
    for future in [colour.use() for colour in Colour for _ in range(50)]:
        future.result()
    assert uses == {"RED": 50, "BLUE": 50}, uses
    print([colour.name for colour in Colour])
