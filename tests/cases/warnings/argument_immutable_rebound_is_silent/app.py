# The parameter is rebound in the body, which changes nobody's object: silent.
from lockweave import concurrent


@concurrent
def countdown(n: int, text: str) -> str:
    while n:
        text += str(n)
        n -= 1
    return text


def main() -> None:
    print(countdown(3, "x").result())
