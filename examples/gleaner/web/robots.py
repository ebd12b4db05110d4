"""What hosts ask of robots. The rules of a host are read when its first page is wanted, and kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Iterable

from lockweave import atomic

from .. import config, metrics
from ..errors import FetchError
from .transport import download
from .urls import Url


@dataclass(frozen=True)
class Rules:
    """The paths that a host does not want to be visited."""

    disallowed: tuple[str, ...] = ()

    def allow(self, path: str) -> bool:
        return not any(path.startswith(prefix) for prefix in self.disallowed)


_rules: dict[str, Rules] = {}
refusals: list[str] = []


def is_allowed(url: Url) -> bool:
    """Whether robots may visit a page."""
    if rules_of(url).allow(url.path):
        return True
    refusals.append(str(url))
    return False


def rules_of(url: Url) -> Rules:
    """The rules of a page's host."""
    with atomic:
        known = _rules.get(url.host)
    if known is not None:
        return known
    # Two threads may both come here, and read the same rules: better than one that keeps all others waiting.
    fetched = _fetch(url.at("/robots.txt"))
    with atomic:
        return _rules.setdefault(url.host, fetched)


def prepare(urls: Iterable[Url]) -> int:
    """Read the rules of all hosts that are about to be visited; how many hosts that are."""
    first_of_host = {url.host: url for url in urls}
    for _, url in sorted(first_of_host.items()):
        rules_of(url)
    return len(first_of_host)


def _fetch(address: Url) -> Rules:
    for _ in range(config.current.attempts):
        try:
            return parse_rules(download(str(address)).body, config.current.user_agent)
        except FetchError:
            metrics.count("robots.failed")
    return Rules()


def parse_rules(text: str, agent: str) -> Rules:
    """Read a robots.txt, as far as it speaks to `agent` or to all."""
    applies = False
    disallowed: list[str] = []
    for line in text.splitlines():
        field, _, value = line.partition("#")[0].partition(":")
        field, value = field.strip().lower(), value.strip()
        if field == "user-agent":
            applies = value == "*" or value.lower() in agent.lower()
        elif field == "disallow" and applies and value:
            disallowed.append(value)
    return Rules(tuple(disallowed))


def refused() -> list[str]:
    """The pages that were left alone."""
    return sorted(set(refusals))
