# Whose method it is, containers tell.
from lockweave import call_here, concurrent


class Job:
    def __init__(self) -> None:
        self.runs = 0

    @concurrent
    def run(self) -> int:
        self.runs += 1
        return self.runs


class Holder:
    def __init__(self) -> None:
        self.table: dict[str, Job] = {"x": Job()}
        self.jobs: list[Job] = [Job()]

    def a(self) -> int:
        return call_here(self.table["x"].run)

    def b(self) -> int:
        return call_here(self.jobs[0].run)


def c(table: dict[str, Job]) -> int:
    return call_here(table["x"].run)


def d(jobs: list[Job]) -> int:
    return sum(call_here(job.run) for job in jobs) + call_here(jobs[0].run)


def main() -> None:
    holder = Holder()
    print(holder.a(), holder.b(), c({"x": Job()}), d([Job(), Job()]))

if __name__ == "__main__":
    main()
