# Class attributes through `cls`, `type(self)` and the instance; one is shadowed by a field of the instance.
import time

from lockweave import concurrent


class Job:
    made = 0
    failed = 0
    retries = 1

    @classmethod
    def count(cls) -> None:
        seen = cls.made
        time.sleep(0)
        cls.made = seen + 1

    @concurrent
    def run(self) -> None:
        self.count()
        seen = type(self).failed
        time.sleep(0)
        type(self).failed = seen + 1
        tries = self.retries
        time.sleep(0)
        self.retries = tries + 1


class Special(Job):
    pass


def main() -> None:
    job = Special()
    for future in [job.run() for _ in range(100)]:
        future.result()
    print(Special.made, Special.failed, job.retries, Job.retries)
