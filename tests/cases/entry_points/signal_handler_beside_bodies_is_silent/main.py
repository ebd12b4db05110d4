import signal

from lockweave import concurrent

total = 0
asked = 0


def show(number, frame):
    global asked
    asked += 1
    print(total)


@concurrent
def add(n):
    global total
    total += n


def main():
    signal.signal(signal.SIGINT, show)
    add(1).result()
    signal.raise_signal(signal.SIGINT)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    print(asked)
