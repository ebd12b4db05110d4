import logging
from lockweave import concurrent
from handler import records

log = logging.getLogger("lg")


@concurrent
def flush():
    n = len(records)
    log.info("flushing %d", n)
    del records[:n]
    return n


@concurrent
def note(i):
    log.info("note %d", i)
