# break, continue, else and return inside a guarded for leave the lock released.
import time

from lockweave import concurrent

names: list[str] = ["ann", "bob", "cid"]


@concurrent
def add(name: str) -> None:
    size = len(names)
    time.sleep(0)
    names.insert(size, name)


def find(prefix: str) -> str:
    for name in names:
        if name == "skip":
            continue
        if name.startswith(prefix):
            break
    else:
        return "none"
    for other in names:
        if other > name:
            return other
    return name


def main() -> None:
    for future in [add(name) for name in ("skip", "dan")]:
        future.result()
    print(find("b"), find("z"), find("d"))
