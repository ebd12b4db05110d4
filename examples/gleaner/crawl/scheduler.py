"""Rounds of visits, from the seeds outward."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Iterable

from .. import events, metrics
from ..web import normalise, parse, robots, site
from . import frontier, graph, progress
from .fetcher import Visit, visit


@dataclass(frozen=True)
class CrawlSummary:
    """What a crawl has brought."""

    rounds: int
    visited: int
    stored: int
    claimed: int
    rank_steps: int

    def __str__(self) -> str:
        return (
            f"{self.visited} pages visited in {self.rounds} rounds, {self.stored} stored, "
            f"ranks settled in {self.rank_steps} steps"
        )


def crawl(seeds: Iterable[str] = ()) -> CrawlSummary:
    """Visit all that can be reached from the seeds; by default those of the made-up web."""
    for seed in list(seeds) or site.seeds():
        frontier.claim(normalise(seed), 0)
    visits: list[Visit] = []
    rounds = 0
    with metrics.measured("crawl"):
        batch = frontier.next_round()
        while batch:
            rounds += 1
            visits += run_round(batch)
            batch = frontier.next_round()
        steps = graph.rank_all()
    events.emit("crawl.finished", rounds=rounds)
    return CrawlSummary(
        rounds=rounds,
        visited=len(visits),
        stored=sum(one.outcome == "stored" for one in visits),
        claimed=sum(one.claimed for one in visits),
        rank_steps=steps,
    )


def run_round(batch: list[tuple[str, int]]) -> list[Visit]:
    """Visit some pages side by side."""
    robots.prepare(parse(url) for url, _ in batch)
    progress.expect(len(batch))
    futures = [visit(url, depth) for url, depth in batch]
    for future in futures:
        future.add_done_callback(progress.advance)
    visits = [future.result() for future in futures]
    if not progress.wait_for_round():
        raise RuntimeError("a round of visits was not counted")
    return visits
