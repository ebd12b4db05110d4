# A module's logger, an Event, a Lock and a thread-local are safe by nature: no lock of ours for them.
import logging
import threading

from lockweave import concurrent

logger = logging.getLogger("shop")
started = threading.Event()
guard = threading.Lock()
local = threading.local()


@concurrent
def work(n: int) -> int:
    logger.debug("working on %d", n)
    started.set()
    local.n = n
    with guard:
        return local.n * 2


def main() -> None:
    print(sum(future.result() for future in [work(n) for n in range(50)]), started.is_set())
