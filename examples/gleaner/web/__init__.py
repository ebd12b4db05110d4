"""The web as the crawler sees it: URLs, downloads, the wishes of robots.txt, and HTML."""

from .html import Markup, read_markup
from .politeness import HostLedger
from .robots import is_allowed
from .transport import Response, download
from .urls import Url, join, normalise, parse

__all__ = [
    "HostLedger",
    "Markup",
    "Response",
    "Url",
    "download",
    "is_allowed",
    "join",
    "normalise",
    "parse",
    "read_markup",
]
