"""A visit: download a page, read it, store it, and claim what it links to.

Downloads and reading take long and touch nothing that is shared, so visits overlap there. What a visit has found is
published in one piece.
"""

from __future__ import annotations

from dataclasses import dataclass

from lockweave import atomic, concurrent

from .. import events, metrics
from ..errors import FetchError, GoneError, UrlError
from ..index.store import Document, add_document
from ..plugins import Extracted, analyse, extract
from ..text import fingerprint
from ..web import HostLedger, Response, Url, download, is_allowed, join, parse
from . import frontier, graph
from .retry import retrying


@dataclass(frozen=True)
class Visit:
    """How a visit went."""

    url: str
    depth: int
    outcome: str
    claimed: int = 0


@retrying
def fetch(address: Url) -> Response:
    """Download a page, politely."""
    with HostLedger(address.host):
        return download(str(address))


@concurrent
def visit(url: str, depth: int) -> Visit:
    """Visit a page that has been claimed."""
    address = parse(url)
    if not is_allowed(address):
        events.emit("page.refused", url=url)
        return Visit(url, depth, "refused")
    try:
        with metrics.measured("fetch"):
            response = fetch(address)
    except GoneError:
        events.emit("page.gone", url=url)
        return Visit(url, depth, "gone")
    except FetchError as error:
        events.emit("page.failed", url=url, reason=error.reason)
        return Visit(url, depth, "failed")
    extracted = extract(response)
    if extracted is None:
        return Visit(url, depth, "unread")
    document = read_document(response, extracted)
    targets = targets_of(address, extracted)
    with atomic:
        add_document(document)
        claimed = 0
        for target in targets:
            graph.link(url, target)
            claimed += frontier.claim(target, depth + 1)
    events.emit("page.stored", url=url, topic=document.facts["topic"])
    return Visit(url, depth, "stored", claimed)


def read_document(response: Response, extracted: Extracted) -> Document:
    """What is kept of a page."""
    return Document(
        url=response.url,
        title=extracted.title,
        text=extracted.text,
        facts=analyse(extracted),
        fingerprint=fingerprint(extracted.text),
        size=response.size,
    )


def targets_of(address: Url, extracted: Extracted) -> list[str]:
    """Where the links of a page lead, each once, in their order."""
    targets: dict[str, None] = {}
    for reference in extracted.links:
        try:
            targets[str(join(address, reference))] = None
        except UrlError:
            metrics.count("links.broken")
    return list(targets)
