"""What a method that is used as a decorator keeps is called like anything else."""
from lockweave import concurrent

handlers = []
first = second = third = 0


class Signal:
    def __init__(self):
        self.receivers = []

    def connect(self, receiver):
        self.receivers.append(receiver)
        return receiver

    def send(self, n):
        for receiver in self.receivers:
            receiver(n)


class Bus:
    table = {}

    @classmethod
    def on(cls, name):
        def keep(handler):
            cls.table.setdefault(name, []).append(handler)
            return handler

        return keep

    @classmethod
    def emit(cls, name, n):
        for handler in cls.table.get(name, ()):
            handler(n)


signal = Signal()


@handlers.append
def count_first(n):
    global first
    first += n


@signal.connect
def count_second(n):
    global second
    second += n


@Bus.on("third")
def count_third(n):
    global third
    third += n


@concurrent
def work(n):
    for handler in handlers:
        handler(n)
    signal.send(n)


@concurrent
def emit(n):
    Bus.emit("third", n)


def main():
    for future in [work(n) for n in range(5)] + [emit(n) for n in range(5)]:
        future.result()
    print(first, second, third)


if __name__ == "__main__":
    main()
