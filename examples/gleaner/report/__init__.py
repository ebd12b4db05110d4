"""Reports on a crawl."""

from .table import Table
from .writer import write_report
from .sections import section, section_names

__all__ = ["Table", "section", "section_names", "write_report"]
