# Types of every kind of signature: what both checkers accept before they accept after.
from __future__ import annotations

from abc import ABC, abstractmethod
from typing import (
    Any,
    Callable,
    Concatenate,
    Generic,
    Optional,
    ParamSpec,
    Protocol,
    Self,
    TypedDict,
    TypeVar,
    TypeVarTuple,
    Union,
    Unpack,
    overload,
)

from lockweave import call_here, concurrent

T = TypeVar("T")
K = TypeVar("K", bound="Node")
P = ParamSpec("P")
Ts = TypeVarTuple("Ts")

seen: list[str] = []


class Options(TypedDict, total=False):
    deep: bool


class Node:
    def __init__(self, name: str) -> None:
        self.name = name
        self.children: list[Node] = []

    @concurrent
    def add(self, child: Node) -> Self:
        self.children.append(child)
        return self

    @concurrent
    def named(self: K, name: str) -> K:
        self.name = name
        return self

    @classmethod
    @concurrent
    def make(cls, name: str) -> Self:
        return cls(name)

    @staticmethod
    @concurrent
    def parse(text: str, *, upper: bool = False) -> Optional[Node]:
        return Node(text) if text else None

    @property
    @concurrent
    def size(self) -> int:
        return len(self.children)


class Box(Generic[T]):
    def __init__(self, value: T) -> None:
        self.value = value

    @concurrent
    def get(self) -> T:
        return self.value

    @concurrent
    def put(self, value: T, *more: T, **named: T) -> Union[T, None]:
        seen.append("put")
        self.value = value
        return None

    @concurrent
    def map(self, function: Callable[[T], K]) -> Box[K]:
        return Box(function(self.value))


@concurrent
def call(function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
    seen.append("call")
    return function(*args, **kwargs)


@concurrent
def with_first(function: Callable[Concatenate[int, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
    return function(1, *args, **kwargs)


@concurrent
def tupled(*args: Unpack[Ts]) -> tuple[Unpack[Ts]]:
    return args


@concurrent
def configured(name: str, **options: Unpack[Options]) -> bool:
    return options.get("deep", False)


@concurrent
def kw(**values: T) -> dict[str, T]:
    return values


class Shape(ABC):
    @abstractmethod
    @concurrent
    def area(self) -> float: ...

    @concurrent
    def double(self) -> float:
        return self.area().result() * 2


class Square(Shape):
    def __init__(self, side: float) -> None:
        self.side = side

    @concurrent
    def area(self) -> float:
        return self.side**2


class Loads(Protocol):
    @concurrent
    def load(self, key: str) -> bytes: ...


class Disk:
    @concurrent
    def load(self, key: str) -> bytes:
        return key.encode()


@overload
@concurrent
def same(value: int) -> int: ...
@overload
@concurrent
def same(value: str) -> str: ...
@concurrent
def same(value: Any) -> Any:
    return value


def use(loader: Loads) -> int:
    return len(loader.load("k").result())


def main() -> None:
    node = Node("a").add(Node("b")).result().named("c").result()
    made: Node = Node.make("x").result()
    parsed: Optional[Node] = Node.parse("t", upper=True).result()
    size: int = node.size.result()
    box = Box(node)
    got: Node = box.get().result()
    box.put(got, made, extra=made).result()
    mapped: Box[Node] = box.map(lambda n: n).result()
    n: int = call(len, "abc").result()
    t: tuple[int, str] = tupled(1, "a").result()
    ok: bool = configured("n", deep=True).result()
    d: dict[str, int] = kw(a=1).result()
    area: float = Square(2).double().result()
    i: int = same(1).result()
    s: str = same("x").result()
    here: float = call_here(Square(3).area)
    mine: Box[Node] = call_here(box.map, lambda n: n)
    print(parsed is None, size, mapped.value.name, n, t, ok, d, area, i, s, use(Disk()), here, mine.value.name)
