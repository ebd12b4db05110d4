import count
import memory
from lockweave import concurrent
from sinks import Sink


@concurrent
def emit(sink: Sink, line: str) -> None:
    sink.write(line)


def main() -> None:
    sinks = [memory.MemorySink(), count.CountingSink()]
    for future in [emit(sink, line) for sink in sinks for line in ("a", "bb")]:
        future.result()
    print(sorted(memory.lines), count.total)
