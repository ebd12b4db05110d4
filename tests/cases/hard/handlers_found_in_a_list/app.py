# The receivers come out of a global list of mixed classes: all their methods of that name count.
import time

from lockweave import concurrent

seen_text: list[int] = []
seen_size: list[int] = []


class Text:
    def handle(self, event: str) -> None:
        size = len(seen_text)
        time.sleep(0)
        seen_text.append(size)


class Size:
    def handle(self, event: str) -> None:
        size = len(seen_size)
        time.sleep(0)
        seen_size.append(size)


handlers = [Text(), Size()]


@concurrent
def fire(event: str) -> None:
    for handler in handlers:
        handler.handle(event)


def main() -> None:
    for future in [fire("x") for _ in range(100)]:
        future.result()
    assert seen_text == seen_size == list(range(100))
    print(len(seen_text))
