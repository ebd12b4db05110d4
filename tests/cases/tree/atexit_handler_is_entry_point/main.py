import journal
from lockweave import concurrent


@concurrent
def work(n):
    journal.write(n)


def main():
    for future in [work(n) for n in range(3)]:
        future.result()
    print("done")
