import tally
from lockweave import concurrent


@concurrent
def work(n):
    return n * n


def main():
    futures = [work(n) for n in range(4)]
    for future in futures:
        future.add_done_callback(tally.note)
    print([future.result() for future in futures])
    tally.all_done.wait(10)
    print(tally.finished)
