from base import Base
from lockweave import concurrent
from special import Special


@concurrent
def make(name):
    Special.made.append(name[: Base.limit])


def main():
    for future in [make(name) for name in ("abcd", "be")]:
        future.result()
    print(sorted(Base.made))
