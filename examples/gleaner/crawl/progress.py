"""How far a crawl has come.

A done-callback of each visit counts it here, and the scheduler waits until the last one of its round has been counted.
"""

from __future__ import annotations

import threading
from concurrent.futures import Future
from typing import TYPE_CHECKING

from .. import events

if TYPE_CHECKING:
    from .fetcher import Visit

outcomes: dict[str, int] = {}
round_sizes: list[int] = []
_missing = 0
_round_done = threading.Event()


def expect(visits: int) -> None:
    """A round of so many visits begins."""
    global _missing
    _round_done.clear()
    _missing = visits
    round_sizes.append(visits)
    if not visits:
        _round_done.set()


def advance(future: Future[Visit]) -> None:
    """A visit has ended, in whatever way."""
    global _missing
    outcome = "crashed" if future.exception() is not None else future.result().outcome
    outcomes[outcome] = outcomes.get(outcome, 0) + 1
    _missing -= 1
    if _missing == 0:
        _round_done.set()


def wait_for_round(timeout: float = 30.0) -> bool:
    """Wait until all visits of the round have been counted; whether they were, in time."""
    return _round_done.wait(timeout)


@events.on("crawl.finished")
def close(event: events.Event) -> None:
    """Nothing more is to come."""
    outcomes.setdefault("stored", 0)
    outcomes["rounds"] = event["rounds"]


def reset() -> None:
    """Start counting anew."""
    outcomes.clear()
    round_sizes.clear()
