import counters
from lockweave import concurrent

clicks = counters.Counter("clicks")


@concurrent
def click(by):
    clicks(by)


def main():
    for future in [click(n) for n in range(4)]:
        future.result()
    print(counters.counts)
