# LW207: setattr on a class with a name that isn't a literal.
from lockweave import concurrent


class Settings:
    depth = 1
    width = 2


@concurrent
def put(name: str, value: int) -> None:
    setattr(Settings, name, value)


def main() -> None:
    put("depth", 5).result()
    print(Settings.depth, Settings.width)
