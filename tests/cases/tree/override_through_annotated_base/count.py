from sinks import Sink

total = 0


class CountingSink(Sink):
    def write(self, line: str) -> None:
        global total
        total += len(line)
