# staticmethod above and below the marker: both work from class and instance.
import time

from lockweave import concurrent

total = 0


class Tool:
    @staticmethod
    @concurrent
    def above(n: int) -> int:
        global total
        seen = total
        time.sleep(0)
        total = seen + n
        return n

    @concurrent
    @staticmethod
    def below(n: int) -> int:
        global total
        seen = total
        time.sleep(0)
        total = seen + n
        return n


def main() -> None:
    tool = Tool()
    futures = [tool.above(1) for _ in range(50)] + [Tool.below(1) for _ in range(50)]
    futures += [Tool.above(1), tool.below(1)]
    assert sum(future.result() for future in futures) == 102
    assert total == 102, total
    print(total)
