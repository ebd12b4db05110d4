"""The sections of a report. Each is a function that registers itself; all are worked out side by side."""

from __future__ import annotations

from typing import Callable, Dict, List, NamedTuple

from lockweave import concurrent

from .. import journal, metrics, topics
from ..crawl import frontier, graph, progress
from ..index import main_index
from ..index import store
from ..text.stemmer import known_stems
from ..web import HostLedger
from ..web import robots, transport, urls
from .table import Table, bar

Renderer = Callable[[], str]


class _Section(NamedTuple):
    order: int
    title: str
    render: Renderer


_sections: Dict[str, _Section] = {}
_rendered: List[str] = []


def section(name: str, title: str, order: int = 100) -> Callable[[Renderer], Renderer]:
    """Register a function that renders a section."""

    def register(function: Renderer) -> Renderer:
        if name in _sections:
            raise ValueError(f"there are two sections {name!r}")
        _sections[name] = _Section(order, title, function)
        return function

    return register


def section_names() -> list[str]:
    """The sections, in their order."""
    return sorted(_sections, key=lambda name: (_sections[name].order, name))


@concurrent
def render_section(name: str) -> str:
    """The text of a section, with its heading."""
    found = _sections[name]
    body = found.render()
    _rendered.append(name)
    return f"{found.title}\n{'=' * len(found.title)}\n{body}\n"


def rendered() -> int:
    """How many sections were ever rendered."""
    return len(_rendered)


@section("visits", "Visits", order=10)
def render_visits() -> str:
    table = Table("outcome", "pages")
    for outcome, number in sorted(progress.outcomes.items()):
        table.add(outcome, number)
    sizes = ", ".join(str(size) for size in progress.round_sizes)
    return f"{table}\nrounds of {sizes}"


@section("hosts", "Hosts", order=20)
def render_hosts() -> str:
    table = Table("host", "visits")
    for host, visits in HostLedger.totals():
        table.add(host, visits)
    idle = "idle" if HostLedger.idle() else "busy"
    return f"{table}\nall hosts are {idle}"


@section("traffic", "Traffic", order=30)
def render_traffic() -> str:
    return "\n".join(
        [
            f"{transport.total_tries()} requests, {transport.bytes_received} bytes",
            f"{metrics.value('transport.hiccups')} hiccups, {metrics.value('retry.given_up')} pages given up",
            f"{len(robots.refused())} pages left alone as their hosts wish",
        ]
    )


@section("depths", "Depths", order=40)
def render_depths() -> str:
    found = frontier.by_depth()
    most = max(found, default=1)
    return "\n".join(f"{depth:>3} {bar(number / most)} {number}" for depth, number in enumerate(found))


@section("topics", "Topics", order=50)
def render_topics() -> str:
    return str(Table.of(("topic", "pages", "share"), topics.ranking()))


@section("facts", "Facts", order=60)
def render_facts() -> str:
    lines: list[str] = []
    for fact in ("language", "length", "readability"):
        values = ", ".join(f"{value} {number}" for value, number in sorted(store.count_by(fact).items()))
        lines.append(f"{fact}: {values}")
    return "\n".join(lines)


@section("links", "Links", order=70)
def render_links() -> str:
    table = Table("page", "rank", "links")
    for url, rank in graph.best(5):
        table.add(url, rank, len(graph.links_of(url)))
    not_followed = metrics.value("links.broken")
    return f"{table}\n{graph.edges} links, {frontier.known_pages()} pages known, {not_followed} not followed"


@section("duplicates", "Duplicates", order=80)
def render_duplicates() -> str:
    groups = store.duplicates()
    lines = [f"{first}: {len(others)} more" for first, others in groups]
    return "\n".join(lines[:6] + [f"{len(groups)} texts under several addresses"])


@section("index", "Index", order=90)
def render_index() -> str:
    table = Table.of(("term", "documents"), main_index.top_terms(6))
    counted = f"{len(main_index)} documents, {sum(1 for _ in main_index)} terms, {known_stems()} words reduced"
    return f"{table}\n{counted}, {urls.known_urls()} addresses read"


@section("trouble", "Trouble", order=95)
def render_trouble() -> str:
    found = journal.entries()
    lines = [f"  {entry}" for entry in found[:5]]
    return "\n".join([f"{len(found)} pages brought nothing, {journal.dropped} not listed", *lines])
