# Nothing starts before main.
import json

from lockweave import concurrent


@concurrent
def work(n: int) -> int:
    return len(json.dumps(n))


def main() -> None:
    print(work(1).result())
