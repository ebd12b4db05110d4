# A handler of the program's own takes our lock under its own: who logs outside of sections is fine, also under another lock.
import logging

from lockweave import concurrent

records: list[str] = []
total = 0
log = logging.getLogger("beside")


class Memory(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        records.append(record.getMessage())


@concurrent
def add(n: int) -> None:
    global total
    total += n
    log.info("added %d to %d", n, total)


@concurrent
def count() -> int:
    return len(records)


def main() -> None:
    log.addHandler(Memory())
    log.setLevel(logging.INFO)
    log.propagate = False
    futures = [add(n) for n in range(20)]
    for future in futures:
        future.result()
    print(count().result(), total)


if __name__ == "__main__":
    main()
