# LW201: the shared list leaves through a dict lookup and a return; the caller could change it without the lock.
from lockweave import concurrent

groups: dict[str, list[str]] = {}


@concurrent
def join(group: str, name: str) -> list[str]:
    members = groups.setdefault(group, [])
    members.append(name)
    return members


def main() -> None:
    print(join("a", "ann").result())
