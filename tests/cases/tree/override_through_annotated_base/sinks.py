from __future__ import annotations


class Sink:
    def write(self, line: str) -> None:
        raise NotImplementedError
