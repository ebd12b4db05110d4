# LW208: the default list is one object for all bodies, and the body changes it.
from lockweave import concurrent


@concurrent
def collect(n: int, seen: list[int] = []) -> int:
    seen.append(n)
    return len(seen)


def main() -> None:
    print(collect(1).result())
