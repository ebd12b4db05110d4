"""What happens is announced here, so that modules need not know who listens.

Listeners are registered when their modules are imported::

    @events.on("page.stored")
    def note(event: Event) -> None: ...

and run in the thread that announces.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Callable, Dict, List, Mapping

from . import metrics

Listener = Callable[["Event"], None]


@dataclass(frozen=True)
class Event:
    """Something that happened."""

    kind: str
    fields: Mapping[str, Any]

    def __getitem__(self, name: str) -> Any:
        return self.fields[name]


_listeners: Dict[str, List[Listener]] = {}


def on(*kinds: str) -> Callable[[Listener], Listener]:
    """Register a listener for some kinds of events."""

    def register(listener: Listener) -> Listener:
        for kind in kinds:
            _listeners.setdefault(kind, []).append(listener)
        return listener

    return register


def emit(kind: str, **fields: Any) -> int:
    """Tell everyone who listens to `kind`; how many did."""
    event = Event(kind, fields)
    told = 0
    for listener in tuple(_listeners.get(kind, ())):
        listener(event)
        told += 1
    metrics.count(f"events.{kind}")
    return told


def listeners_of(kind: str) -> int:
    """How many listen to `kind`."""
    return len(_listeners.get(kind, ()))
