"""URLs: reading, joining, and the one spelling by which a page is known."""

from __future__ import annotations

import posixpath
import re
from typing import NamedTuple

from .. import metrics
from ..errors import UrlError

_SHAPE = re.compile(r"^(?P<scheme>[a-z]+)://(?P<host>[a-z0-9.-]+)(?P<path>/[^?#]*)?(?P<rest>[?#].*)?$", re.I)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.I)
_FOLLOWED = ("http", "https")

_parsed: dict[str, "Url"] = {}


class Url(NamedTuple):
    """A URL without query and fragment."""

    scheme: str
    host: str
    path: str

    def __str__(self) -> str:
        return f"{self.scheme}://{self.host}{self.path}"

    @property
    def folder(self) -> str:
        return posixpath.dirname(self.path)

    def at(self, path: str) -> Url:
        """Another page of the same host."""
        return self._replace(path=path)


def parse(text: str) -> Url:
    """Read an absolute URL. Texts that were read before are remembered."""
    if text in _parsed:
        return _parsed[text]
    url = _read(text)
    _parsed[text] = url
    metrics.count("urls.parsed")
    return url


def _read(text: str) -> Url:
    match = _SHAPE.match(text.strip())
    if match is None:
        raise UrlError(f"{text!r} is no URL")
    scheme = match["scheme"].lower()
    if scheme not in _FOLLOWED:
        raise UrlError(f"{text!r}: {scheme} is not followed")
    return Url(scheme, match["host"].lower(), _clean(match["path"] or "/"))


def _clean(path: str) -> str:
    cleaned = posixpath.normpath(path)
    if cleaned.startswith("//"):
        cleaned = cleaned[1:]
    return cleaned + "/" if path.endswith("/") and cleaned != "/" else cleaned


def normalise(text: str) -> str:
    """The one spelling of a URL."""
    return str(parse(text))


def join(base: Url, reference: str) -> Url:
    """What `reference` means on the page `base`."""
    reference = reference.split("#")[0].split("?")[0]
    if _SCHEME.match(reference):
        return parse(reference)
    if reference.startswith("//"):
        return parse(f"{base.scheme}:{reference}")
    if reference.startswith("/"):
        return base.at(_clean(reference))
    if not reference:
        return base
    return base.at(_clean(posixpath.join(base.folder, reference)))


def known_urls() -> int:
    """How many texts have been read."""
    return len(_parsed)
