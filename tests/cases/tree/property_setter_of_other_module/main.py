import boxes
from lockweave import concurrent


@concurrent
def fill(n):
    box = boxes.Box()
    box.size = n
    return box.size


def main():
    print([future.result() for future in [fill(1), fill(2)]])
    print(sorted(boxes.changes))
