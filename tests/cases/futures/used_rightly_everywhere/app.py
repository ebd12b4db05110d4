# Futures used rightly, in every way that looks like something else: nothing to say.
import asyncio
import threading
from concurrent.futures import Future, ThreadPoolExecutor, as_completed, wait
from dataclasses import dataclass, field
from typing import Any, Callable, Dict, Generic, Iterator, List, Optional, Protocol, TypeVar, Union

from lockweave import concurrent

seen: List[int] = []
T = TypeVar("T")


@concurrent
def f(x: int) -> int:
    seen.append(x)
    return x


class HasResult(Protocol):
    def result(self) -> int: ...


def ask(it: HasResult) -> int:
    return it.result()


def first_finally() -> None:
    fut = None
    try:
        fut = f(1)
        seen.index(5)
    except ValueError:
        pass
    finally:
        if fut is not None:
            fut.result()


def truth_finally() -> int:
    fut = None
    try:
        fut = f(1)
    finally:
        if fut:
            fut.running()
    return fut.result()


def resolve(fs: List[Any]) -> None:
    for i in range(len(fs)):
        fs[i] = fs[i].result()


def resolve_all(fs: List[Any]) -> None:
    fs[:] = [x.result() for x in fs]


def loop_states() -> int:
    x: Any = f(1)
    total = 0
    for _ in range(3):
        if isinstance(x, int):
            total += x + 1
        else:
            x = x.result()
    return total


def drain() -> int:
    pending = f(1)
    out = 0
    while pending:
        out += pending.result()
        pending = None
    return out


def keyed() -> int:
    a, b = f(1), f(2)
    return max(a, b, key=lambda x: x.result()).result()


def sort_keyed() -> List[int]:
    fs = [f(3), f(1)]
    fs.sort(key=lambda x: x.result())
    return [x.result() for x in sorted(fs, key=lambda x: x.result())]


def gen(fut: "Future[int]") -> Iterator[int]:
    yield fut.result()
    yield 2


@dataclass
class Job:
    fut: "Future[int]"
    name: str = ""
    extra: List["Future[int]"] = field(default_factory=list)


class Box(Generic[T]):
    def __init__(self, value: T) -> None:
        self.value = value


class Table:
    def __init__(self) -> None:
        self.pending: Dict[str, "Future[int]"] = {}
        self.last: Optional["Future[int]"] = None

    def start(self, k: str) -> None:
        pending = self.pending
        pending[k] = f(1)
        self.last = f(2)
        rest = self.pending
        rest.setdefault("z", f(3))

    def all(self) -> int:
        out = sum(v.result() for v in self.pending.values())
        if self.last is not None:
            out += self.last.result()
        return out


def either(c: bool) -> "Union[int, Future[int]]":
    return 1 if c else f(1)


def opt(c: bool) -> "Optional[Future[int]]":
    return c and f(1) or None


def reuse() -> int:
    x = f(1)
    x = x.result()
    return x + 1


def replaced() -> int:
    fs = [f(1), f(2)]
    fs = [x.result() for x in fs]
    return sum(fs) + fs[0]


def in_place() -> int:
    fs: List[Any] = [f(1), f(2)]
    for i, x in enumerate(fs):
        fs[i] = x.result()
    return sum(fs)


def dict_in_place() -> int:
    by: Dict[str, Any] = {"a": f(1)}
    for k in list(by):
        by[k] = by[k].result()
    return sum(by.values())


def compare() -> bool:
    a, b = f(1), f(2)
    same = a is b or a == b or a in [a, b]
    a.result(), b.result()
    return same


def contexts() -> None:
    with ThreadPoolExecutor() as ex:
        print(ex.submit(f, 3).result().result() + 1)
        print([x.result() for x in ex.map(f, [1, 2])])
        h = ex.submit(f, 4)
        print(h.result().result())


def choose() -> int:
    a = f(1)
    b = a if seen else f(2)
    return b.result()


def walrus() -> int:
    if (w := f(1)).result() > 0:
        return w.result()
    return 0


def pairs() -> int:
    out = 0
    for k, v in [(k, f(k)) for k in range(3)]:
        out += k + v.result()
    for i, (a, b) in enumerate(zip([1, 2], [f(1), f(2)])):
        out += i + a + b.result()
    d = {"a": (f(1), 3)}
    for name, (fut, n) in d.items():
        out += fut.result() + n + len(name)
    return out


def nested() -> int:
    jobs = [Job(f(1)), Job(f(2), "x")]
    return sum(j.fut.result() for j in jobs) + ask(f(3)) + Box(f(2)).value.result()


def handler_result() -> List[int]:
    handlers: List[Callable[[int], Any]] = [f, lambda n: f(n)]
    return [h(1).result() for h in handlers]


def lam() -> int:
    g = lambda n: f(n)
    return g(1).result()


def use_resolve() -> int:
    fs: List[Any] = [f(1), f(2)]
    resolve(fs)
    gs: List[Any] = [f(1), f(2)]
    resolve_all(gs)
    return sum(fs) + sum(gs)


def alias() -> int:
    fs: List[Any] = [f(1)]
    gs = fs
    gs.append(3)
    return sum(x if isinstance(x, int) else x.result() for x in fs)


def again() -> int:
    m = f(1)
    n = m
    m = f(2)
    return m.result() + n.result()


def until() -> int:
    m = f(1)
    for k in range(3):
        m.result()
        m = f(k)
    return m.result()


def early(c: bool) -> int:
    m = f(1)
    if c:
        return m.result()
    m = f(2)
    return m.result()


async def main_async() -> int:
    return await asyncio.wrap_future(f(1))


def callbacks() -> None:
    fut = f(1)
    fut.add_done_callback(lambda x: print(x.result()))
    fut.result()
    t = threading.Thread(target=lambda: f(1).result())
    t.start()
    t.join()


def filters() -> List[int]:
    fs = [f(0), f(1)]
    return [x.result() for x in filter(lambda x: x.result(), fs)]


def main() -> None:
    first_finally()
    print(truth_finally(), loop_states(), drain(), keyed(), sort_keyed(), list(gen(f(1))))
    t = Table()
    t.start("a")
    print(t.all(), reuse(), replaced(), in_place(), dict_in_place(), compare(), choose(), walrus())
    contexts()
    print(pairs(), nested(), handler_result(), lam(), use_resolve(), alias(), again(), until(), early(True))
    print(asyncio.run(main_async()), filters())
    callbacks()
    o = opt(True)
    if o is not None:
        print(o.result())
    e = either(True)
    print(e if isinstance(e, int) else e.result())
    done, _ = wait([f(1), f(2)])
    print(sum(x.result() for x in done), sum(x.result() for x in as_completed([f(1)])))


if __name__ == "__main__":
    main()
