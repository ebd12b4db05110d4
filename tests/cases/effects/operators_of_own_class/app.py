# `+=`, `[]`, `in`, `len` and `<` of a project class run its methods.
import time

from lockweave import concurrent


class Bag:
    def __init__(self) -> None:
        self.items: dict[str, int] = {}
        self.looked = 0

    def __iadd__(self, name: str) -> "Bag":
        self[name] = self[name] + 1
        return self

    def __getitem__(self, name: str) -> int:
        return self.items.get(name, 0)

    def __setitem__(self, name: str, n: int) -> None:
        time.sleep(0)
        self.items[name] = n

    def __contains__(self, name: object) -> bool:
        seen = self.looked
        time.sleep(0)
        self.looked = seen + 1
        return name in self.items

    def __len__(self) -> int:
        return sum(self.items.values())


bag = Bag()


@concurrent
def put(name: str) -> bool:
    global bag
    bag += name
    return "b" in bag


def main() -> None:
    for future in [put("ab"[i % 2]) for i in range(200)]:
        future.result()
    assert len(bag) == 200 and bag.looked == 200, (len(bag), bag.looked)
    print(bag["a"], "c" in bag)
