"""Tables in plain text."""

from __future__ import annotations

from typing import Iterable, Sequence

Cell = object


class Table:
    """Rows under headings. Numbers stand to the right."""

    def __init__(self, *headings: str) -> None:
        self.headings = headings
        self.rows: list[tuple[Cell, ...]] = []

    def add(self, *cells: Cell) -> Table:
        if len(cells) != len(self.headings):
            raise ValueError(f"{len(cells)} cells under {len(self.headings)} headings")
        self.rows.append(cells)
        return self

    def __len__(self) -> int:
        return len(self.rows)

    @classmethod
    def of(cls, headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Table:
        table = cls(*headings)
        for row in rows:
            table.add(*row)
        return table

    def lines(self) -> list[str]:
        texts = [[self._text(cell) for cell in row] for row in self.rows]
        widths = [
            max([len(heading), *(len(row[column]) for row in texts)]) for column, heading in enumerate(self.headings)
        ]
        to_the_right = [
            bool(self.rows) and all(isinstance(row[column], (int, float)) for row in self.rows)
            for column in range(len(self.headings))
        ]
        lines = [self._line(self.headings, widths, to_the_right)]
        lines.append("  ".join("-" * width for width in widths))
        lines += [self._line(row, widths, to_the_right) for row in texts]
        return lines

    @staticmethod
    def _text(cell: Cell) -> str:
        return f"{cell:.4f}" if isinstance(cell, float) else str(cell)

    @staticmethod
    def _line(cells: Sequence[str], widths: Sequence[int], to_the_right: Sequence[bool]) -> str:
        padded = [
            cell.rjust(width) if right else cell.ljust(width) for cell, width, right in zip(cells, widths, to_the_right)
        ]
        return "  ".join(padded).rstrip()

    def __str__(self) -> str:
        return "\n".join(self.lines())


def bar(part: float, width: int = 20) -> str:
    """A part of one, drawn."""
    filled = round(max(0.0, min(1.0, part)) * width)
    return "#" * filled + "." * (width - filled)
