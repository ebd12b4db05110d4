"""Read the logs of several servers at once and keep one set of figures.

`note` is a plain helper. It is called with a record from every body, so what it touches is found through the call.
"""

from dataclasses import dataclass
from typing import Dict, List, Optional, Tuple

from lockweave import concurrent

LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")

by_level: Dict[str, int] = {level: 0 for level in LEVELS}
slowest: Optional[Tuple[int, str]] = None
malformed = 0


@dataclass(frozen=True)
class Record:
    """One line of a log."""

    level: str
    path: str
    milliseconds: int


def parse(line: str) -> Optional[Record]:
    """Read `LEVEL path 12ms`; None if the line isn't of that form."""
    parts = line.split()
    if len(parts) != 3 or parts[0] not in LEVELS or not parts[2].endswith("ms"):
        return None
    try:
        return Record(parts[0], parts[1], int(parts[2][:-2]))
    except ValueError:
        return None


def note(record: Record) -> None:
    """Add one record to the figures."""
    global slowest
    by_level[record.level] += 1
    if slowest is None or (record.milliseconds, record.path) > slowest:
        slowest = (record.milliseconds, record.path)


@concurrent
def aggregate(lines: Tuple[str, ...]) -> int:
    """Add a server's log to the figures, and return how many lines could be read."""
    global malformed
    read = 0
    for line in lines:
        record = parse(line)
        if record is None:
            malformed += 1
            continue
        note(record)
        read += 1
    return read


def log_of(server: int) -> Tuple[str, ...]:
    """What the log of a server looks like after a while."""
    lines: List[str] = []
    for n in range(60):
        level = LEVELS[(n * 7 + server) % len(LEVELS)]
        lines.append(f"{level} /page/{n % 5} {(n * 37 + server * 11) % 400}ms")
    lines.append("-- log rotated --")
    return tuple(lines)


def main() -> None:
    servers = range(8)
    read = sum(future.result() for future in [aggregate(log_of(server)) for server in servers])

    for level in LEVELS:
        print(f"{level:8} {by_level[level]:4}")
    print(f"slowest: {slowest}")
    print(f"{read} read, {malformed} malformed")
    assert read == sum(by_level.values()), "every record is counted once"
    assert malformed == len(servers)


if __name__ == "__main__":
    main()
