# `self.n += 1` reads the class attribute the first time and writes the instance: the class attribute stays as it is.
import time

from lockweave import concurrent

done = 0


class Job:
    n = 0

    def step(self) -> int:
        self.n += 1
        return self.n


@concurrent
def work() -> int:
    global done
    job = Job()
    job.step()
    value = job.step()
    seen = done
    time.sleep(0)
    done = seen + 1
    return value


def main() -> None:
    assert {future.result() for future in [work() for _ in range(100)]} == {2}
    assert done == 100 and Job.n == 0
    print(done)
