# What is stored in a shared container is reached through it from then on, by its local name too.
import time

from lockweave import concurrent

jobs: dict[str, dict[str, int]] = {}


@concurrent
def create(name: str) -> None:
    job = {"n": 0}
    jobs[name] = job
    n = job["n"]
    time.sleep(0)
    job["n"] = n + 1


@concurrent
def work(name: str) -> None:
    if name in jobs:
        n = jobs[name]["n"]
        time.sleep(0)
        jobs[name]["n"] = n + 1


def main() -> None:
    create("a").result()
    for future in [work("a") for _ in range(100)]:
        future.result()
    assert jobs["a"]["n"] == 101, jobs
    print(jobs["a"]["n"])
