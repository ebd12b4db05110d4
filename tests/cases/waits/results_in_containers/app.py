# Futures in dicts, pairs and tuples are futures still: each wait comes before the section.
from lockweave import concurrent

total = 0


@concurrent
def add(n: int) -> int:
    global total
    total += n
    return n


def main() -> None:
    global total
    jobs = {n: add(n) for n in range(5)}
    for _, job in jobs.items():
        total += job.result()
    for first, second in zip(jobs.values(), [add(9)]):
        total += first.result() + second.result()
    one, two = add(1), add(2)
    total += one.result() * two.result()
    pair = (add(1), 5)
    total += pair[0].result() + pair[1]
    print([job.result() for job in jobs.values()], total)
    print({n: job.result() for n, job in enumerate(jobs.values())} if jobs else {}, total)
