# LW207: eval hides what it touches.
from lockweave import concurrent

total = 0


@concurrent
def compute(text: str) -> object:
    global total
    total += 1
    return eval(text)


def main() -> None:
    print(compute("1 + 2").result())
