# `call_here` runs the body in the caller's thread: a direct call, which takes its own locks.
import threading

from lockweave import call_here, concurrent

total = 0
threads: set[str] = set()


@concurrent
def add(n: int, times: int = 1) -> int:
    global total
    threads.add(threading.current_thread().name)
    total += n * times
    return total


@concurrent
def fails(n: int) -> int:
    raise ValueError(n)


def double() -> int:
    return call_here(
        add,
        # both by name
        n=total,
        times=1,
    )


def main() -> None:
    print(call_here(add, 3), call_here(add, 3, 2) + call_here(add, *[1, 2]))
    print([call_here(add, n) for n in range(3)])
    shown = f"{call_here(add, call_here(add, 1, times=1))}"
    print(shown, double())
    try:
        call_here(fails, 4)
    except ValueError as error:
        print("raised", error)
    assert threads == {"MainThread"}
    print(add(1).result())
