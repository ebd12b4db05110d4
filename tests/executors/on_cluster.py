"""Bodies in the workers of a Dask cluster on this machine."""

import os
import sys

import place
import work
from dask.distributed import Client, LocalCluster

if __name__ == "__main__":
    with LocalCluster(n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address=None) as cluster:
        with Client(cluster) as client:
            place.choose(client.get_executor(pure=False))
            for line in work.report():
                print(line)
            print("here:", work.is_process(os.getpid()).result(), file=sys.stderr)
