import os
import signal

import signals
from lockweave import concurrent


@concurrent
def count():
    return len(signals.received) >= 0


def main():
    signals.install()
    futures = [count() for _ in range(3)]
    os.kill(os.getpid(), signal.SIGUSR1)
    print([future.result() for future in futures], len(signals.received))
