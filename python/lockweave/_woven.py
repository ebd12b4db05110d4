"""Trees of sources as the program weaves them: asked for once, and again when a source has changed since."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from typing import Any, Dict, List, NamedTuple, Optional, Sequence, Tuple

from ._program import environment, find_program


NEWEST = 14
"""The last Python that the program knows, 3.14."""


class Woven(NamedTuple):
    """A module that weaving changes."""

    path: str
    """Where it would be written, in the output."""
    text: str
    """What it becomes; empty where it can't be woven."""
    lines: Sequence[Optional[int]]
    """For each line of the text the source's, from 1; ``None`` for a line that is new."""
    message: Optional[str]
    """Why it can't be woven."""


class Tree:
    """The modules below some folders."""

    def __init__(self, sources: Sequence[str], options: Sequence[str] = ()) -> None:
        self.sources: List[str] = list(dict.fromkeys(os.path.realpath(source) for source in sources))
        self.options: Tuple[str, ...] = tuple(options)
        self.diagnostics: List[Dict[str, Any]] = []
        """What the program has to say, as ``--format json`` has it."""
        self._woven: Optional[Dict[str, Woven]] = None
        self._made: Dict[str, Woven] = {}
        self._asked = 0.0

    def find(self, path: str) -> Optional[Woven]:
        """What becomes of the file at `path`; ``None`` if it stays as it is, or is none of the tree's."""
        real = os.path.realpath(path)
        if not any(real == source or real.startswith(source.rstrip(os.sep) + os.sep) for source in self.sources):
            return None
        if self._woven is None or self._is_newer(real):
            self._ask()
        return (self._woven or {}).get(real)

    def made(self, module: str) -> Optional[Woven]:
        """A module of this name that has no source."""
        return self._made.get(module)

    def _is_newer(self, path: str) -> bool:
        try:
            return os.stat(path).st_mtime > self._asked
        except OSError:
            return False

    def _ask(self) -> None:
        # Before the program reads: what changes meanwhile counts as newer. File systems keep times less exactly than the clock.
        self._asked = time.time() - 0.05
        sources = [source for source in self.sources if os.path.exists(source)]
        document = _export([*self.options, *_distinct(sources)], None)
        self._woven = {}
        self._made = {}
        for entry in [*document["modules"], *document["failed"]]:
            woven = _woven(entry)
            if entry["source"] is not None:
                self._woven[os.path.realpath(entry["source"])] = woven
            elif entry["module"] is not None:
                self._made[entry["module"]] = woven
        self.diagnostics = document["diagnostics"]


def weave_cell(text: str) -> Woven:
    """What becomes of a text by itself."""
    document = _export(["-"], text)
    for entry in [*document["modules"], *document["failed"]]:
        return _woven(entry)
    return Woven("", text, list(range(1, text.count("\n") + 2)), None)


def _woven(entry: Dict[str, Any]) -> Woven:
    return Woven(entry["path"], entry.get("text", ""), entry.get("lines") or (), entry.get("message"))


def _distinct(sources: Sequence[str]) -> List[str]:
    """Without those that lie in others."""

    def is_inside(source: str, other: str) -> bool:
        return source != other and source.startswith(other.rstrip(os.sep) + os.sep)

    return [source for source in sources if not any(is_inside(source, other) for other in sources)]


def _export(arguments: Sequence[str], text: Optional[str]) -> Dict[str, Any]:
    # What comes out runs in this Python and in no other.
    version = "3.%d" % max(8, min(sys.version_info[1], NEWEST))
    command = [find_program(), "export", "--target-version", version, *arguments]
    given = (text or "").encode()
    done = subprocess.run(command, input=given, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
    try:
        document: Dict[str, Any] = json.loads(done.stdout)
        understood = document["version"] == 1
    except (ValueError, KeyError):
        understood, document = False, {}
    if not understood:
        said = done.stderr.decode(errors="replace").strip()
        raise RuntimeError(f"`{' '.join(command)}` failed (exit status {done.returncode})\n{said}")
    return document
