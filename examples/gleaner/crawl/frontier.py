"""Which pages are known, and which of them wait for a visit.

A page belongs to whoever claims it first; everybody else leaves it alone.
"""

from __future__ import annotations

import heapq

from .. import config, metrics

_depths: dict[str, int] = {}
_waiting: list[tuple[int, str]] = []


def claim(url: str, depth: int) -> bool:
    """Put a page on the list, unless it was there before or is too far away."""
    if depth > config.current.max_depth:
        metrics.count("frontier.too_deep")
        return False
    if url in _depths:
        return False
    _depths[url] = depth
    heapq.heappush(_waiting, (depth, url))
    return True


def next_round() -> list[tuple[str, int]]:
    """The pages to visit now, all of the same depth, the nearest to the seeds first."""
    batch: list[tuple[str, int]] = []
    while _waiting and len(batch) < config.current.pages_per_round:
        depth, url = _waiting[0]
        if batch and depth != batch[0][1]:
            break
        heapq.heappop(_waiting)
        batch.append((url, depth))
    return batch


def depth_of(url: str) -> int | None:
    """How many links a page is away from the seeds."""
    return _depths.get(url)


def known_pages() -> int:
    """How many pages were ever claimed."""
    return len(_depths)


def by_depth() -> list[int]:
    """How many pages were claimed at each depth."""
    found = [0] * (max(_depths.values(), default=-1) + 1)
    for depth in _depths.values():
        found[depth] += 1
    return found


def reset() -> None:
    """Forget all pages."""
    _depths.clear()
    _waiting.clear()
