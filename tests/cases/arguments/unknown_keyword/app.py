# `worker=` is unknown: LW101 with `workers=` as help.
from lockweave import concurrent


@concurrent(worker=4)
def crawl() -> int:
    return 1
