"""Settings of a run.

``config.current`` is what holds now. It is replaced as a whole, never changed in place, so whoever has read it once
sees one consistent set of values.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from .errors import ConfigurationError


@dataclass(frozen=True)
class Settings:
    """How a run behaves."""

    seed: int = 7
    """What the made-up web grows from."""

    hosts: int = 6
    pages_per_host: int = 14
    max_depth: int = 5
    """Links are followed this far from the seeds."""

    pages_per_round: int = 40
    attempts: int = 3
    """Tries before a page is given up."""

    latency: float = 0.0004
    """Seconds that a download takes."""

    query_cache: int = 16
    shingle: int = 3
    """Words in a shingle, for fingerprints."""

    near: int = 6
    """Bits in which two fingerprints of one text may differ."""

    user_agent: str = "gleaner"
    keep_stop_words: bool = False


current = Settings()


def configure(**changes: Any) -> Settings:
    """Replace some settings, and return all of them."""
    global current
    known = {field.name for field in fields(Settings)}
    for name in changes:
        if name not in known:
            raise ConfigurationError(f"there is no setting {name!r}")
    settings = replace(current, **changes)
    check(settings)
    current = settings
    return settings


def check(settings: Settings) -> None:
    """Raise if `settings` can't work."""
    for name in ("hosts", "pages_per_host", "max_depth", "pages_per_round", "attempts", "shingle"):
        if getattr(settings, name) < 1:
            raise ConfigurationError(f"{name} must be at least 1")
    if settings.latency < 0:
        raise ConfigurationError("latency can't be negative")


def parse_assignment(text: str) -> tuple[str, Any]:
    """``latency=0.1`` as given on a command line."""
    name, equals, value = text.partition("=")
    if not equals:
        raise ConfigurationError(f"{text!r} is not NAME=VALUE")
    name, value = name.strip(), value.strip()
    defaults = asdict(Settings())
    if name not in defaults:
        raise ConfigurationError(f"there is no setting {name!r}")
    default = defaults[name]
    if isinstance(default, bool):
        return name, value.lower() in ("1", "true", "yes", "on")
    try:
        if isinstance(default, int):
            return name, int(value)
        return name, float(value) if isinstance(default, float) else value
    except ValueError:
        raise ConfigurationError(f"{name} takes a number, not {value!r}") from None
