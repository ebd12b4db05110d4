import scales
from lockweave import concurrent


@concurrent
def order(names):
    return sorted(names, key=scales.weigh)


def main():
    print([future.result() for future in [order(["ccc", "a"]), order(["bb", "a", "dddd"])]])
    print(scales.weighed)
