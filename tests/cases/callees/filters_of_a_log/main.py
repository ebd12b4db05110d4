# A log calls its filters in whatever thread writes to it.
import logging

import state
from lockweave import concurrent


class Counting(logging.Filter):
    def filter(self, record):
        state.tick()
        return False


log = logging.getLogger("shop")
log.addFilter(Counting())
log.setLevel(logging.INFO)


@concurrent
def work(n):
    log.info("sold %s", n)


def main():
    for future in [work(n) for n in range(20)]:
        future.result()
    print(state.total, state.tally.count)
