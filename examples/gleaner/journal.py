"""What went wrong in a run, kept in memory for the report. At most `LIMIT` entries, the smallest first.

The modules that crawl do not know this one: it listens.
"""

from __future__ import annotations

import bisect

from . import events

LIMIT = 500

_entries: list[str] = []
dropped = 0


@events.on("page.refused", "page.gone", "page.failed")
def note(event: events.Event) -> None:
    """Write down a page that brought nothing."""
    global dropped
    _, _, what = event.kind.partition(".")
    reason = f" ({event['reason']})" if "reason" in event.fields else ""
    bisect.insort(_entries, f"{what}: {event['url']}{reason}")
    if len(_entries) > LIMIT:
        _entries.pop()
        dropped += 1


def entries(prefix: str = "") -> list[str]:
    """The entries, sorted."""
    return [entry for entry in _entries if entry.startswith(prefix)]


def reset() -> None:
    """Start an empty journal."""
    global dropped
    _entries.clear()
    dropped = 0
