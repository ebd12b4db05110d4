# Arguments are evaluated once, where the decorator stands: names of a class, of a loop's variable, calls, and names that a
# parameter hides get a variable above the wrapper; a name with one meaning stays where it is.
import threading
from concurrent.futures import ThreadPoolExecutor

from lockweave import concurrent

pool = ThreadPoolExecutor(2)
label = "w"
made = 0


def named() -> str:
    global made
    made += 1
    return f"worker-{made}"


class Service:
    inner = ThreadPoolExecutor(2, thread_name_prefix="inner")
    NAME = "service"

    @concurrent(executor=inner)
    def on_inner(self) -> str:
        return threading.current_thread().name[:5]

    @concurrent(name=NAME)
    def own_thread(self) -> str:
        return threading.current_thread().name

    @staticmethod
    @concurrent(executor=inner)
    def alone(n: int) -> int:
        return n + 1


@concurrent(executor=ThreadPoolExecutor(1, thread_name_prefix="single executor of this function", initializer=None))
def one(n: int) -> int:
    return n


@concurrent(executor=pool)
def hidden(pool: int) -> int:
    return pool


@concurrent(name=label)
def hidden_name(label: int) -> int:
    return label


@concurrent(executor=pool)
def plain(n: int) -> int:
    return n


@concurrent(name=named())
def once() -> str:
    return threading.current_thread().name


def build(inner: ThreadPoolExecutor) -> int:
    @concurrent(executor=inner)
    def f(n: int) -> int:
        return n

    return f(7).result()


def main() -> None:
    service = Service()
    print(service.alone(1).result(), one(2).result(), hidden(3).result())
    print(hidden_name(4).result(), plain(5).result(), build(pool), made)
    service.on_inner().result()
    service.own_thread().result()
    once().result()
    once().result()
    print(made)
