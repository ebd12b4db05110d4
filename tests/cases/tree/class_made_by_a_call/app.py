"""Classes that `type` makes: their instances are ones of the bases."""
import types

import base
from lockweave import concurrent

noted = 0


def note(self, n):
    global noted
    noted += n


Noting = type("Noting", (base.Counter,), {"note": note, "add": lambda self, n: self.seen.append(n)})
Fast = types.new_class("Fast", (base.Counter,))
Bare = type("Bare", (), {"tell": note})

noting = Noting()
fast = Fast()
bare = Bare()


@concurrent
def work(n):
    noting.note(n)
    noting.add(n)
    fast.add(n)
    bare.tell(n)


def main():
    for future in [work(n) for n in range(5)]:
        future.result()
    print(noted, sorted(noting.seen), fast.count)


if __name__ == "__main__":
    main()
