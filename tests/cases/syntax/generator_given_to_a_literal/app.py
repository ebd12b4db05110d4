# What is called may be a literal, which fails when it runs: the parentheses are the call's all the same.
from lockweave import concurrent

calls = 0


@concurrent
def step(n: int) -> int:
    global calls
    calls += 1
    return n


def main() -> None:
    futures = [step(n) for n in range(4)]
    try:
        print(None(future.result() for future in futures), calls)
    except TypeError:
        print("no function")
