# Whatever is asked of what stands in for a value is asked of that value, by every way that Python has of asking.
import asyncio
import copy
import functools
import math
import operator
import os
import pickle
from typing import Any

from lockweave import concurrent, wait_for


@concurrent(transparent=True)
def give(value: Any) -> Any:
    return value


@concurrent(transparent=True)
def fail(text: str) -> int:
    raise ValueError(text)


class Manager:
    def __init__(self) -> None:
        self.entered = 0

    def __enter__(self) -> "Manager":
        self.entered += 1
        return self

    def __exit__(self, *error: Any) -> None:
        self.entered -= 10

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return args, kwargs

    def __matmul__(self, other: Any) -> Any:
        return ("matmul", other)

    def __await__(self) -> Any:
        yield from asyncio.sleep(0).__await__()
        return "awaited"


def arithmetic() -> None:
    five = give(5)
    print(five + 1, 1 + five, five - 1, 1 - five, five * 2, 2 * five, five / 2, five // 2, 7 // five, 7 % five)
    print(five**2, 2**five, pow(give(5), 2, 7), divmod(give(7), 2), divmod(7, give(2)), five << 1, 1 << five)
    print(five & 4, 4 | five, five ^ 1, ~five, -five, +five, abs(give(-5)), five + give(6))
    print(give([1]) + [2], [1] + give([2]), [1] * give(2), "ab" * give(2), "a" + give("b"), {1} | give({2}))
    counted = given = give(5)
    counted += 1
    print(counted, type(counted) is int, given)
    items = [1]
    more = give(items)
    more += [2]
    print(more is items, items)


def conversions() -> None:
    print(int(give("5")), float(give("1.5")), complex(give(2)), round(give(1.26), 1), round(give(1.4)))
    print(math.floor(give(1.5)), math.ceil(give(1.5)), math.trunc(give(1.5)), math.sqrt(give(4)))
    print(str(give(1)), repr(give("a")), bytes(give(b"a")), hex(give(255)), chr(give(65)), os.fspath(give("a/b")))
    print(f"{give(3.14159):.2f} {give('x')!r:>5} {give(1)}", "%s %d %x" % (give(1), give(2), give(255)))
    print("{:>3}|{}".format(give(1), give("a")), bool(give([])), not give(0), list(range(give(3))))
    print(hash(give("a")) == hash("a"), {give("k"): 1}["k"], {"k": 2}[give("k")], give("k") in {"k"})


def comparisons() -> None:
    print(give(5) < 6, 4 < give(5), give(5) == 5, 5 == give(5), give(5) != 5, give(3) <= give(4), give(None) == None)
    print(sorted([give(3), give(1), give(2)]), max(give(1), give(3)), any([give(0), give(1)]), sum([give(1), give(2)]))
    print("yes" if give(0) else "no", give("") or "empty", give(1) and "one")


def containers() -> None:
    items = give([1, 2, 3])
    first, *rest = items
    print(len(items), items[0], items[1:], 2 in items, [*items], list(reversed(items)), first, rest)
    items[0] = 9
    del items[1]
    items.append(4)
    print(items, [10, 20, 30][give(1)], next(give(iter([4]))), dict(give({"a": 1})), {**give({"b": 2})})
    print([x for x in give(range(3)) if give(x % 2)], list(zip(give([1]), give("a"))), operator.length_hint(give([1])))


def objects() -> None:
    manager = Manager()
    with give(manager) as entered:
        print(entered is manager, manager.entered)
    print(manager.entered, give(manager)(1, a=2), give(manager) @ 3, give(len)("abc"))
    thing = give(manager)
    thing.entered = 5
    thing.extra = 6
    print(manager.entered, getattr(thing, "extra"), getattr(thing, "missing", 7), "extra" in dir(thing))
    del thing.extra
    print(hasattr(manager, "extra"), sorted(vars(thing)))
    print(isinstance(thing, Manager), isinstance(1, give(int)), issubclass(bool, give(int)))


async def awaited() -> None:
    print(await give(Manager()))


def copies() -> None:
    inner = [1]
    outer = [inner]
    shallow, deep = copy.copy(give(outer)), copy.deepcopy(give(outer))
    print(shallow == outer, shallow is outer, shallow[0] is inner, deep == outer, deep[0] is inner)
    for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1):
        loaded = pickle.loads(pickle.dumps([give({"a": (1, None)}), give(len), give(Manager)], protocol))
        assert loaded == [{"a": (1, None)}, len, Manager] and type(loaded[0]) is dict, protocol


def errors() -> None:
    for ask in (str, bool, hash, lambda x: x + 1, lambda x: x.real, lambda x: [*x], wait_for):
        try:
            ask(fail("no"))
        except ValueError as error:
            print(error, end=" ")
    print()
    for ask in (len, iter, lambda x: x(), lambda x: x + "a", lambda x: x[0]):
        try:
            ask(give(5))
        except TypeError:
            print("TypeError", end=" ")
    print()


def main() -> None:
    arithmetic()
    conversions()
    comparisons()
    containers()
    objects()
    asyncio.run(awaited())
    copies()
    errors()
    print(functools.reduce(lambda a, b: a + b, [give(1), give(2)]), wait_for(give(give(5))) + give(give(6)))


if __name__ == "__main__":
    main()
