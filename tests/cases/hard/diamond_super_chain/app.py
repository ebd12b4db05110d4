# Effects through super() in a diamond: the next class in line is not the base by the source.
import time

from lockweave import concurrent

steps = 0
extra = 0


class Base:
    def run(self) -> None:
        global steps
        seen = steps
        time.sleep(0)
        steps = seen + 1


class Left(Base):
    def run(self) -> None:
        super().run()


class Right(Base):
    def run(self) -> None:
        global extra
        seen = extra
        time.sleep(0)
        extra = seen + 1
        super().run()


class Both(Left, Right):
    pass


@concurrent
def work(job: Left) -> None:
    job.run()


def main() -> None:
    for future in [work(Both()) for _ in range(100)] + [work(Left()) for _ in range(100)]:
        future.result()
    assert (steps, extra) == (200, 100), (steps, extra)
    print(steps, extra)
