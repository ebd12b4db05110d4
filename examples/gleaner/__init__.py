"""Gleaner: crawl a small web, index what is found, and report on it.

The package is used through a few names::

    import gleaner

    gleaner.configure(hosts=4, max_depth=3)
    gleaner.build_web()
    summary = gleaner.crawl()
    gleaner.index_everything()
    for hit in gleaner.search("harbour AND storm"):
        print(hit)

or from a shell: ``python -m gleaner report``.
"""

from .config import Settings, configure
from .crawl import CrawlSummary, crawl
from .errors import GleanerError
from .index import Hit, index_everything, search
from .report import write_report
from .version import __version__
from .web.site import build as build_web

__all__ = [
    "CrawlSummary",
    "GleanerError",
    "Hit",
    "Settings",
    "__version__",
    "build_web",
    "configure",
    "crawl",
    "index_everything",
    "search",
    "write_report",
]
