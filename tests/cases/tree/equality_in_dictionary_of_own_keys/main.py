import keys
from keys import Key
from lockweave import concurrent


@concurrent
def same(left, right):
    return Key(left) == Key(right)


def main():
    print([same("a", "a").result(), same("a", "b").result()], keys.compared)
