import pkg
from lockweave import concurrent
from pkg import hits


@concurrent
def record(page):
    pkg.note(page)
    pkg.hits["all"] = pkg.hits.get("all", 0) + 1


def main():
    for future in [record(page) for page in "abca"]:
        future.result()
    print(sorted(hits.items()))
