from __future__ import annotations

from sinks import Sink

lines: list[str] = []


class MemorySink(Sink):
    def write(self, line: str) -> None:
        lines.append(line)
