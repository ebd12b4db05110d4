"""What can go wrong, as exceptions."""

from __future__ import annotations


class GleanerError(Exception):
    """Whatever this package raises on purpose."""


class ConfigurationError(GleanerError):
    """A setting has a value that makes no sense."""


class UrlError(GleanerError):
    """A text is no URL, or one that we do not follow."""


class QueryError(GleanerError):
    """A query can't be read."""

    def __init__(self, message: str, position: int) -> None:
        super().__init__(f"{message} (at {position})")
        self.position = position


class FetchError(GleanerError):
    """A page could not be had."""

    def __init__(self, url: str, reason: str) -> None:
        super().__init__(f"{url}: {reason}")
        self.url = url
        self.reason = reason


class TransientError(FetchError):
    """A page could not be had now; it is worth another try."""


class GoneError(FetchError):
    """There is no such page."""
