"""Which topics a crawl has met, kept up to date while it runs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import total_ordering

from . import events


@total_ordering
@dataclass
class Tally:
    """Pages and hosts of a topic."""

    topic: str
    pages: int = 0
    share: float = 0.0

    def __iadd__(self, pages: int) -> Tally:
        self.pages += pages
        return self

    def __lt__(self, other: Tally) -> bool:
        return (-self.pages, self.topic) < (-other.pages, other.topic)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Tally) and (self.topic, self.pages) == (other.topic, other.pages)


_tallies: dict[str, Tally] = {}
pages_seen = 0


@events.on("page.stored")
def book(event: events.Event) -> None:
    """Count a stored page for its topic."""
    global pages_seen
    topic = event["topic"]
    if topic not in _tallies:
        _tallies[topic] = Tally(topic)
    _tallies[topic] += 1
    pages_seen += 1


@events.on("crawl.finished")
def work_out_shares(event: events.Event) -> None:
    """Each topic's part of all pages."""
    for tally in _tallies.values():
        tally.share = tally.pages / pages_seen if pages_seen else 0.0


def ranking() -> list[tuple[str, int, float]]:
    """Topics, the one with most pages first."""
    return [(tally.topic, tally.pages, tally.share) for tally in sorted(_tallies.values())]


def reset() -> None:
    """Forget all topics."""
    global pages_seen
    _tallies.clear()
    pages_seen = 0
