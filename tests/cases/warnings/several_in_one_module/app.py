# Three warnings of different kinds, each at its place; the woven text is written all the same.
from lockweave import concurrent

rows: list[int] = []


class Job:
    def __init__(self) -> None:
        self.state = "new"

    @concurrent
    def run(self, results: list[int]) -> list[int]:
        self.state = "running"
        results.append(1)
        rows.append(2)
        return rows


def main() -> None:
    job = Job()
    results: list[int] = []
    fields = vars(job)
    print(len(job.run(results).result()), fields["state"], results)

    for n in range(2):

        @concurrent
        def add() -> None:
            rows.append(n)

        add().result()
