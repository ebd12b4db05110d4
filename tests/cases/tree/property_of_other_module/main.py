import boxes
from lockweave import concurrent


@concurrent
def measure(items):
    box = boxes.Box(items)
    return box.size


def main():
    print([future.result() for future in [measure("ab"), measure("c")]])
    print(boxes.reads)
