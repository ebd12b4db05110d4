# LW207: exec may rebind any global.
from lockweave import concurrent

total = 0


@concurrent
def run(text: str) -> None:
    exec(text, globals())


def main() -> None:
    run("total = 3").result()
    print(total)
