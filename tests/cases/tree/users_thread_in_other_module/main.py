import poll
from lockweave import concurrent


@concurrent
def read():
    return poll.ticks >= 0


def main():
    thread = poll.start()
    print(read().result())
    thread.join()
    print(poll.ticks)
