# Arguments by * or ** can't be read before the program runs: LW102.
from lockweave import concurrent

OPTIONS = {"workers": 2}


@concurrent(**OPTIONS)
def crawl() -> int:
    return 1
