# Observers are kept in lists in a table; nobody calls them by name.
import state
from lockweave import concurrent


class Subject:
    def __init__(self):
        self._observers = {}

    def on(self, topic, observer):
        self._observers.setdefault(topic, []).append(observer)

    def fire(self, topic):
        for observer in list(self._observers.get(topic, [])):
            observer()


class Audit:
    def __init__(self, subject):
        subject.on("sale", self.note)

    def note(self):
        state.tick()


subject = Subject()
audit = Audit(subject)


@concurrent
def work(n):
    subject.fire("sale")


def main():
    for future in [work(n) for n in range(20)]:
        future.result()
    print(state.total, state.tally.count)
