# Whoever iterates over an own collection looks into the field that its iterator comes from.
from lockweave import concurrent


class Bag:
    def __init__(self):
        self.items = {}

    def __iter__(self):
        return iter(self.items)

    @concurrent
    def put(self, item):
        self.items[item] = item


bag = Bag()


def main():
    futures = [bag.put(n) for n in range(20)]
    seen = 0
    for item in bag:
        seen += item
    first = sorted(bag)[:1]
    listed = [*bag]
    pairs = list(enumerate(bag))
    for future in futures:
        future.result()
    head, *rest = bag
    print(len(rest), max(bag), sum(item for item in bag), 3 in list(bag))
