# `and` and `or` over shared names stop where they stop in the source; the slow right side runs only when it must.
import time

from lockweave import concurrent

ready: list[str] = []
probes = 0


def probe(name: str) -> bool:
    global probes
    before = probes
    time.sleep(0)
    probes = before + 1
    return name != "bad"


@concurrent
def mark(name: str) -> None:
    ready.append(name)


def usable(name: str) -> bool:
    return name in ready and probe(name)


def known(name: str) -> bool:
    return name in ready or probe(name)


def main() -> None:
    for future in [mark("one"), mark("two")]:
        future.result()
    answers = [usable("one"), usable("ghost"), known("two"), known("bad")]
    assert probes == 2, probes
    print(answers)
