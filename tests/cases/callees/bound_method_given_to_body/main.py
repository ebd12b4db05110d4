# A bound method is all that a body is given.
import state
from lockweave import concurrent


@concurrent
def work(note):
    note()


class Task:
    def __init__(self, name):
        self.name = name

    def run(self):
        state.tick()


def main():
    for future in [work(Task(n).run) for n in range(20)]:
        future.result()
    print(state.total, state.tally.count)
