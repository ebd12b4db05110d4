"""No body is given a job, but some are given what it holds: that has two names, and a lock."""

from lockweave import concurrent


class Job:
    def __init__(self):
        self.items = []
        self.steps = 0

    def add(self, item):
        self.steps += 1
        self.items.append(item)


@concurrent
def work(items, count):
    for number in range(count):
        items.append(number)
        items[0] += 1


def main():
    job = Job()
    job.add(0)
    futures = [work(job.items, 200) for _ in range(4)]
    job.add(1)
    for future in futures:
        future.result()
    print(len(job.items), job.items[0], job.steps)


if __name__ == "__main__":
    main()
