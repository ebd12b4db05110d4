# The local is one of two globals, chosen at run time: both locks, or a joined one.
import time

from lockweave import concurrent

even: list[int] = []
odd: list[int] = []


@concurrent
def put(n: int) -> None:
    target = odd if n % 2 else even
    size = len(target)
    time.sleep(0)
    target.append(size)


@concurrent
def put_either(n: int) -> None:
    target = (n % 2 and odd) or even
    size = len(target)
    time.sleep(0)
    target.insert(size, size)


def main() -> None:
    for future in [put(n) for n in range(100)] + [put_either(n) for n in range(0, 100, 2)]:
        future.result()
    assert even == list(range(100)) and odd == list(range(50)), (len(even), len(odd))
    print(len(even), len(odd))
