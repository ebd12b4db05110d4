"""Lockweave beside what people write instead: updates that are lost, and what a call costs.

    python -m pip install . pebble joblib deco
    python benches/compare.py [--calls N]

Each way does the same: N calls that read a global, let other threads run, and write it back; then N calls that do nothing. A library
that is not installed is left out. The last way but one is by hand with a lock, which is what Lockweave writes.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Callable, Dict, Iterator, NamedTuple

WORKERS = 8

total = 0
lock = threading.Lock()


def add(n: int) -> None:
    global total
    old = total
    time.sleep(0)
    total = old + n


def add_locked(n: int) -> None:
    with lock:
        add(n)


def nothing(n: int) -> int:
    return n


class Way(NamedTuple):
    """A way to run calls beside each other."""

    name: str
    counted: Callable[[int], int]
    """So many calls that add one each; gives the total."""
    empty: Callable[[int], None]


def counted_by(run: Callable[[Callable[[int], Any], int], None], function: Callable[[int], None] = add) -> Callable[[int], int]:
    def counted(calls: int) -> int:
        global total
        total = 0
        run(function, calls)
        return total

    return counted


def by_hand(function: Callable[[int], Any], calls: int) -> None:
    with ThreadPoolExecutor(WORKERS) as pool:
        for future in [pool.submit(function, 1) for _ in range(calls)]:
            future.result()


def ways() -> Iterator[Way]:
    yield Way("ThreadPoolExecutor", counted_by(by_hand), lambda calls: by_hand(nothing, calls))
    if importlib.util.find_spec("pebble"):
        from pebble import ThreadPool

        def by_pebble(function: Callable[[int], Any], calls: int) -> None:
            with ThreadPool(max_workers=WORKERS) as pool:
                for future in [pool.schedule(function, args=(1,)) for _ in range(calls)]:
                    future.result()

        yield Way("pebble", counted_by(by_pebble), lambda calls: by_pebble(nothing, calls))
    if importlib.util.find_spec("joblib"):
        from joblib import Parallel, delayed

        def by_joblib(function: Callable[[int], Any], calls: int) -> None:
            Parallel(n_jobs=WORKERS, backend="threading", batch_size=1)(delayed(function)(1) for _ in range(calls))

        yield Way("joblib", counted_by(by_joblib), lambda calls: by_joblib(nothing, calls))
    if importlib.util.find_spec("deco"):
        from deco import concurrent

        def by_deco(function: Callable[[int], Any], calls: int) -> None:
            threaded = concurrent.threaded(processes=WORKERS)(function)
            for _ in range(calls):
                threaded(1)
            threaded.wait()

        yield Way("deco (threaded)", counted_by(by_deco), lambda calls: by_deco(nothing, calls))
    yield Way("ThreadPoolExecutor, lock by hand", counted_by(by_hand, add_locked), lambda calls: by_hand(nothing, calls))
    if importlib.util.find_spec("lockweave"):
        from lockweave import importer

        here = os.path.dirname(os.path.abspath(__file__))
        importer.install(os.path.join(here, "counter.py"))
        sys.path.insert(0, here)
        import counter

        yield Way("Lockweave", counter.run, counter.empty)


def measured(way: Way, calls: int) -> Dict[str, Any]:
    lost = calls - way.counted(calls)
    began = time.perf_counter()
    way.empty(calls)
    return {"name": way.name, "lost": lost / calls, "cost": (time.perf_counter() - began) / calls}


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--calls", type=int, default=4000)
    calls = parser.parse_args().calls
    print(f"Python {sys.version.split()[0]}, {calls} calls\n")
    print("| way | updates lost | a call that does nothing |\n|---|---|---|")
    for way in ways():
        found = measured(way, calls)
        print(f"| {found['name']} | {found['lost']:.0%} | {found['cost'] * 1e6:.0f} µs |", flush=True)


if __name__ == "__main__":
    main()
