# The caller's dict reaches the bodies inside an object, and the caller's own name for it is guarded too.
import time

from lockweave import concurrent


class Task:
    def __init__(self, name: str, results: dict[str, int]) -> None:
        self.name = name
        self.results = results


@concurrent
def run(task: Task) -> None:
    seen = task.results.get("n", 0)
    time.sleep(0)
    task.results["n"] = seen + 1


def main() -> None:
    results: dict[str, int] = {}
    futures = [run(Task(str(n), results)) for n in range(100)]
    results["started"] = len(futures)
    for future in futures:
        future.result()
    print(results["n"], results["started"])
