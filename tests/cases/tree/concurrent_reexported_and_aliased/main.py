import pkg
import pkg.work
from pkg import record as note

ACTIONS = {"record": pkg.record}


def main():
    for future in [note("a"), pkg.record("b"), ACTIONS["record"]("a")]:
        future.result()
    print(sorted(pkg.work.hits.items()))
