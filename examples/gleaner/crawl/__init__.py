"""Following links: the frontier, the visits, and the graph that they draw."""

from .frontier import claim, depth_of
from .graph import rank_of
from .scheduler import CrawlSummary, crawl

__all__ = ["CrawlSummary", "claim", "crawl", "depth_of", "rank_of"]
