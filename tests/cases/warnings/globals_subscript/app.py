# LW207: globals()[name] writes a location that only the program's run knows.
from lockweave import concurrent

low = 0
high = 0


@concurrent
def bump(name: str) -> None:
    globals()[name] = globals()[name] + 1


def main() -> None:
    bump("low").result()
    print(low, high)
