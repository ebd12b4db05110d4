# The test and the store that rests on it have a wait between them: LW302.
from lockweave import concurrent

cache: dict[str, int] = {}


@concurrent
def fetch(key: str) -> int:
    cache[key + "!"] = 1
    return len(key)


def find(key: str) -> int:
    if key not in cache:
        cache[key] = fetch(key).result()
    return cache[key]


def main() -> None:
    print(find("abc"), find("abc"))
