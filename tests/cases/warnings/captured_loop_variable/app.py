# LW204: by the time the body runs, the loop may have gone on.
from lockweave import concurrent

total = 0


def main() -> None:
    for step in (1, 2, 3):

        @concurrent
        def add() -> None:
            global total
            total += step

        add().result()
    print(total)
