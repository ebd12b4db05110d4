"""Extractors for the usual content types."""

from __future__ import annotations

import csv
import io
import json

from .. import metrics
from ..web.html import read_markup
from ..web.transport import Response
from .registry import Extracted, extractor


@extractor("text/html", "application/xhtml+xml")
def read_html(response: Response) -> Extracted:
    markup = read_markup(response.body)
    return Extracted(markup.title, markup.text, markup.links, markup.language)


@extractor("text/plain")
def read_plain(response: Response) -> Extracted:
    first, _, _ = response.body.partition(".")
    return Extracted(first.strip()[:60], response.body)


@extractor("text/csv")
def read_table(response: Response) -> Extracted:
    rows = list(csv.reader(io.StringIO(response.body)))
    header, lines = rows[0], rows[1:]
    text = "\n".join(" ".join(line) for line in lines)
    return Extracted(f"Table of {' and '.join(header)}", text)


@extractor("application/json")
def read_feed(response: Response) -> Extracted:
    try:
        feed = json.loads(response.body)
    except ValueError:
        metrics.count("plugins.broken_feeds")
        return Extracted("", "")
    items = feed.get("items", [])
    text = "\n".join(str(item.get("title", "")) for item in items)
    return Extracted(str(feed.get("title", "")), text, tuple(str(item["url"]) for item in items if "url" in item))
