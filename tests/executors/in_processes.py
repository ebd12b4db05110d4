"""Bodies in the processes of a pool, started as the argument says."""

import multiprocessing
import os
import sys
from concurrent.futures import ProcessPoolExecutor

import place
import work
from lockweave import concurrent


@concurrent(executor=place.current)
def of_main(n: int) -> int:
    return n * 7


if __name__ == "__main__":
    start = multiprocessing.get_context(sys.argv[1])
    with ProcessPoolExecutor(2, mp_context=start) as pool:
        place.choose(pool)
        print(of_main(6).result())
        for line in work.report():
            print(line)
        print("here:", work.is_process(os.getpid()).result(), file=sys.stderr)
