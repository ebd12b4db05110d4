"""Who links to whom, and how much that makes a page worth."""

from __future__ import annotations

from collections import defaultdict
from typing import DefaultDict, Mapping, Set

from lockweave import concurrent

from .. import metrics

DAMPING = 0.85
BLOCK = 24

_links: DefaultDict[str, Set[str]] = defaultdict(set)
_ranks: dict[str, float] = {}
edges = 0


def link(source: str, target: str) -> None:
    """Note a link; the same link counts once."""
    global edges
    if source == target or target in _links[source]:
        return
    _links[source].add(target)
    edges += 1


def links_of(source: str) -> tuple[str, ...]:
    """The pages that a page links to, by name."""
    return tuple(sorted(_links.get(source, ())))


def rank_of(url: str) -> float:
    """What a page is worth; 0 for a page that nobody knows."""
    return _ranks.get(url, 0.0)


def best(count: int) -> list[tuple[str, float]]:
    """The pages that are worth most."""
    return sorted(_ranks.items(), key=lambda item: (-item[1], item[0]))[:count]


@concurrent
def rank_block(
    targets: tuple[str, ...],
    incoming: Mapping[str, tuple[str, ...]],
    outgoing: Mapping[str, int],
    old: Mapping[str, float],
) -> float:
    """One step of the iteration for some pages; by how much they changed."""
    base = (1 - DAMPING) / len(old)
    new: dict[str, float] = {}
    for target in targets:
        given = sum(old[source] / outgoing[source] for source in incoming.get(target, ()))
        new[target] = round(base + DAMPING * given, 12)
    change = sum(abs(new[target] - old[target]) for target in targets)
    _ranks.update(new)
    return change


def rank_all(rounds: int = 12, enough: float = 1e-4) -> int:
    """Work out what all pages are worth; in how many steps."""
    pages = _all_pages()
    if not pages:
        return 0
    incoming: dict[str, list[str]] = {}
    outgoing: dict[str, int] = {}
    for source in pages:
        targets = links_of(source)
        outgoing[source] = len(targets)
        for target in targets:
            incoming.setdefault(target, []).append(source)
    sources = {target: tuple(found) for target, found in incoming.items()}
    ranks = dict.fromkeys(pages, 1 / len(pages))
    _ranks.update(ranks)
    for step in range(1, rounds + 1):
        futures = [
            rank_block(tuple(pages[start : start + BLOCK]), sources, outgoing, ranks)
            for start in range(0, len(pages), BLOCK)
        ]
        change = sum(future.result() for future in futures)
        ranks = dict(_ranks)
        metrics.count("graph.steps")
        if change < enough:
            return step
    return rounds


def _all_pages() -> list[str]:
    pages = set(_links)
    for targets in _links.values():
        pages |= targets
    return sorted(pages)


def reset() -> None:
    """Forget all links."""
    global edges
    _links.clear()
    _ranks.clear()
    edges = 0
