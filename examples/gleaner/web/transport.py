"""Downloads, from the made-up web, with the delays and the hiccups of a real one."""

from __future__ import annotations

import time
import zlib
from dataclasses import dataclass

from .. import config, metrics
from ..errors import GoneError, TransientError
from . import site

_tries: dict[str, int] = {}
bytes_received = 0


@dataclass(frozen=True)
class Response:
    """What came back."""

    url: str
    content_type: str
    body: str

    @property
    def size(self) -> int:
        return len(self.body.encode())


def download(url: str) -> Response:
    """The page at `url`. One page in eight fails at the first try."""
    global bytes_received
    time.sleep(config.current.latency)
    attempt = _tries.get(url, 0) + 1
    _tries[url] = attempt
    if attempt == 1 and zlib.crc32(url.encode()) % 8 == 0:
        metrics.count("transport.hiccups")
        raise TransientError(url, "connection reset")
    page = site.lookup(url)
    if page is None:
        metrics.count("transport.missing")
        raise GoneError(url, "no such page")
    response = Response(url, page.content_type, page.body)
    bytes_received += response.size
    return response


def tries_of(url: str) -> int:
    """How often a page was asked for."""
    return _tries.get(url, 0)


def total_tries() -> int:
    """How many requests went out."""
    return sum(_tries.values())


def reset() -> None:
    """Forget what was downloaded."""
    global bytes_received
    _tries.clear()
    bytes_received = 0
