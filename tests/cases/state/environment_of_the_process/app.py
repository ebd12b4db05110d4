"""The environment is a global like any other, of a library."""
import os
from os import environ as env

from lockweave import concurrent


def count() -> int:
    return int(os.getenv("LOCKWEAVE_COUNT", "0"))


@concurrent
def add(n: int) -> None:
    os.environ["LOCKWEAVE_COUNT"] = str(count() + n)


@concurrent
def reset() -> None:
    env.pop("LOCKWEAVE_COUNT", None)


def main() -> None:
    reset().result()
    for future in [add(n) for n in range(5)]:
        future.result()
    print(os.environ["LOCKWEAVE_COUNT"])


if __name__ == "__main__":
    main()
