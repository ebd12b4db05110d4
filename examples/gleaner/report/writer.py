"""A whole report."""

from __future__ import annotations

from typing import Sequence, TextIO

from .. import metrics
from .sections import render_section, section_names


def write_report(stream: TextIO, names: Sequence[str] = ()) -> int:
    """Write the sections of these names, or all; how many lines."""
    wanted = list(names) or section_names()
    futures = [render_section(name) for name in wanted]
    lines = 0
    for future in futures:
        text = future.result()
        print(text, file=stream)
        lines += text.count("\n") + 1
    metrics.count("report.lines", lines)
    return lines
