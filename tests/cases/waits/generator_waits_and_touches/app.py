# LW301: the generator expression waits and reads the total in turns; no lock can be held over it.
from lockweave import concurrent

total = 0


@concurrent
def add(n: int) -> int:
    global total
    total += n
    return n


def main() -> None:
    jobs = [add(n) for n in range(5)]
    print(sum(job.result() + total for job in jobs))
