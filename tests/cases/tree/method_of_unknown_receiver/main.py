import memory
from lockweave import concurrent


@concurrent
def emit(sink, line):
    sink.write_line(line)


def main():
    sink = memory.MemorySink()
    for future in [emit(sink, line) for line in ("a", "bb")]:
        future.result()
    print(sorted(memory.lines))
