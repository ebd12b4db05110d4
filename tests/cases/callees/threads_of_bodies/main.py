# A thread that a body starts runs beside the threads of the others.
import threading

import state
from lockweave import concurrent


class Worker(threading.Thread):
    def run(self):
        state.tally.add()


@concurrent
def work(n):
    thread = threading.Thread(target=state.tick)
    thread.start()
    worker = Worker()
    worker.start()
    thread.join()
    worker.join()


def main():
    for future in [work(n) for n in range(20)]:
        future.result()
    print(state.total, state.tally.count)
