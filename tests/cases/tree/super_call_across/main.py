import base
from lockweave import concurrent
from special import Special


@concurrent
def make(name):
    return Special(name).name


def main():
    print([future.result() for future in [make(name) for name in "abc"]])
    print(sorted(base.made))
