"""Counters and timings of a run.

Any module counts what it likes, from any thread::

    metrics.count("pages.fetched")
    with metrics.measured("parse"):
        ...

The numbers live in this module. ``snapshot()`` copies them out for a report.
"""

from __future__ import annotations

import functools
import time
from types import TracebackType
from typing import Any, Callable, TypeVar, cast

F = TypeVar("F", bound=Callable[..., Any])

counters: dict[str, int] = {}
timings: dict[str, Timing] = {}


class Timing:
    """How often something ran, and for how long."""

    def __init__(self) -> None:
        self.runs = 0
        self.seconds = 0.0
        self.longest = 0.0

    def add(self, seconds: float) -> None:
        self.runs += 1
        self.seconds += seconds
        self.longest = max(self.longest, seconds)

    @property
    def average(self) -> float:
        return self.seconds / self.runs if self.runs else 0.0


def count(name: str, by: int = 1) -> None:
    """Add to a counter, which is made at its first use."""
    counters[name] = counters.get(name, 0) + by


def value(name: str) -> int:
    """What a counter stands at."""
    return counters.get(name, 0)


def record(name: str, seconds: float) -> None:
    """Note that something took so long."""
    if name not in timings:
        timings[name] = Timing()
    timings[name].add(seconds)


class measured:
    """Times the block under it, whether it succeeds or not."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.started = 0.0

    def __enter__(self) -> measured:
        self.started = time.perf_counter()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        record(self.name, time.perf_counter() - self.started)
        if error is not None:
            count(f"{self.name}.failed")


def timed(name: str) -> Callable[[F], F]:
    """As a decorator: time each call of a function."""

    def decorate(function: F) -> F:
        @functools.wraps(function)
        def wrapper(*args: Any, **kwargs: Any) -> Any:
            with measured(name):
                return function(*args, **kwargs)

        return cast(F, wrapper)

    return decorate


def snapshot(prefix: str = "") -> list[tuple[str, int]]:
    """All counters under a prefix, by name."""
    return sorted((name, number) for name, number in counters.items() if name.startswith(prefix))


def timing_lines() -> list[str]:
    """One line for each thing that was timed."""
    return [
        f"{name:<20} {timing.runs:>6} runs {timing.average * 1e3:>8.3f} ms, at most {timing.longest * 1e3:.3f} ms"
        for name, timing in sorted(timings.items())
    ]


def reset() -> None:
    """Forget all numbers."""
    counters.clear()
    timings.clear()
