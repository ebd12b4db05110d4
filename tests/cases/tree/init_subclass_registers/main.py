import special
from base import kinds
from lockweave import concurrent


@concurrent
def make(name):
    return type(kinds[name]()).__name__


def main():
    print(make("Special").result(), special.Special.__name__)
