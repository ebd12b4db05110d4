"""Woven text compiled under the places of its source, so that tracebacks, debuggers and coverage show the source."""

from __future__ import annotations

import ast
import io
import tokenize
from types import CodeType
from typing import Any, Callable, Iterable, List, NamedTuple, Optional

from ._woven import Woven

NOWHERE = -1
"""The column of what has none: Python then underlines nothing."""


class Line(NamedTuple):
    """Where a line of the woven text was in the source."""

    number: int
    """From 1; of a new line, the number of the source's line before it."""
    shift: Optional[int]
    """How many bytes further right it was; ``None`` where its text is not the source's."""


def compile_woven(
    woven: Woven, source: bytes, filename: str, transforms: Iterable[Callable[[ast.Module, bytes, str], None]]
) -> CodeType:
    """Compile `woven`, made from `source`, as if it stood in the file `filename`."""
    tree = ast.parse(woven.text, filename)
    lines = _places(woven, decoded(source))
    for node in ast.walk(tree):
        if "lineno" in node._attributes:
            _move(node, lines)
    for transform in transforms:
        transform(tree, source, filename)
    return compile(tree, filename, "exec", dont_inherit=True)


def decoded(source: bytes) -> str:
    """The text of a source file, as Python reads it."""
    encoding, _ = tokenize.detect_encoding(io.BytesIO(source).readline)
    return io.TextIOWrapper(io.BytesIO(source), encoding, line_buffering=True).read()


def _places(woven: Woven, source: str) -> List[Line]:
    before = source.split("\n")
    known = [number for number in woven.lines if number is not None]
    last = known[0] if known else 1
    places: List[Line] = []
    # Form feeds and their like end no line of Python; split("\n") after universal newlines is how Python counts.
    for number, text in zip(woven.lines, _split(woven.text)):
        if number is None:
            places.append(Line(last, None))
            continue
        last = number
        original = before[number - 1] if number <= len(before) else ""
        same = original.strip() == text.strip()
        places.append(Line(number, _indent(original) - _indent(text) if same else None))
    return places or [Line(1, None)]


def _split(text: str) -> List[str]:
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _move(node: Any, lines: List[Line]) -> None:
    """Give a node of the tree the place that it had in the source."""
    start, end = _line(lines, node.lineno), _line(lines, node.end_lineno or node.lineno)
    node.lineno = start.number
    node.end_lineno = max(start.number, end.number)
    column, end_column = NOWHERE, NOWHERE
    if start.shift is not None and end.shift is not None and end.number >= start.number:
        column, end_column = node.col_offset + start.shift, node.end_col_offset + end.shift
    if column < 0 or end_column < 0 or (node.end_lineno == node.lineno and end_column < column):
        column, end_column = NOWHERE, NOWHERE
    node.col_offset, node.end_col_offset = column, end_column


def _line(lines: List[Line], number: int) -> Line:
    return lines[min(number, len(lines)) - 1]
