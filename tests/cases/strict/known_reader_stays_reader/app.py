# len, sorted, sum and str.join are known readers: even under --strict no lock.
from lockweave import concurrent

names = ["b", "a"]


@concurrent
def show(n: int) -> str:
    return ",".join(sorted(names)) + str(len(names)) + str(sum(len(name) for name in names))


def main() -> None:
    print({future.result() for future in [show(n) for n in range(20)]})
