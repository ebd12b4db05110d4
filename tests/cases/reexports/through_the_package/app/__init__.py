"""An application whose modules take the markers from here."""

from lockweave import atomic, concurrent

from .settings import LIMIT

__all__ = ["LIMIT", "atomic", "concurrent"]
