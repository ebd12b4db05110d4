"""A web to crawl, made up from a seed: some hosts, their pages, feeds and tables, and links between them.

No network is touched. The same seed grows the same web on every machine.
"""

from __future__ import annotations

import json
import random
from dataclasses import dataclass

from .. import config

TOPICS: dict[str, tuple[str, ...]] = {
    "harbour": ("harbour", "ships", "cargo", "pilots", "cranes", "tides", "mooring", "dredging", "lighthouse"),
    "weather": ("storm", "forecast", "rainfall", "pressure", "gusts", "barometer", "warnings", "clouds"),
    "garden": ("orchard", "pruning", "seedlings", "compost", "blossoms", "grafting", "hedges", "mulching"),
    "railway": ("signals", "timetable", "carriages", "sleepers", "junction", "locomotive", "platforms"),
    "kitchen": ("bread", "baking", "simmering", "flavours", "recipes", "fermenting", "roasted", "spices"),
    "printing": ("typesetting", "presses", "binding", "engraving", "letterforms", "papermaking", "proofs"),
}

GLUE = ("the", "and", "of", "in", "with", "a", "was", "for", "on", "from", "after", "before", "near", "many")
VERBS = ("described", "repaired", "measured", "recorded", "improved", "visited", "planned", "studied", "changed")


@dataclass(frozen=True)
class Page:
    """What a server answers."""

    url: str
    content_type: str
    body: str


_pages: dict[str, Page] = {}
_hosts: list[str] = []


def build() -> int:
    """Grow the web of the current settings; how many pages it has."""
    settings = config.current
    chance = random.Random(settings.seed)
    _pages.clear()
    _hosts.clear()
    names = sorted(TOPICS)
    for number in range(settings.hosts):
        topic = names[number % len(names)]
        _hosts.append(f"{topic}{number // len(names) or ''}.example")
    for host in _hosts:
        _add_host(host, chance)
    return len(_pages)


def hosts() -> tuple[str, ...]:
    """The hosts of the web, in the order in which they were made."""
    return tuple(_hosts)


def seeds() -> list[str]:
    """Where a crawl starts: the front page of every other host."""
    return [f"http://{host}/" for host in _hosts[::2]]


def lookup(url: str) -> Page | None:
    """The page at a URL."""
    return _pages.get(url)


def _put(url: str, content_type: str, body: str) -> None:
    _pages[url] = Page(url, content_type, body)


def _add_host(host: str, chance: random.Random) -> None:
    topic = host.split(".")[0].rstrip("0123456789")
    paths = [f"/{kind}/{number:02}.html" for number in range(config.current.pages_per_host) for kind in ("notes",)]
    base = f"http://{host}"
    _put(f"{base}/robots.txt", "text/plain", f"User-agent: *\nDisallow: /private/\nDisallow: {paths[-1]}\n")
    _put(f"{base}/", "text/html", _front_page(host, topic, paths, chance))
    texts: list[str] = []
    for number, path in enumerate(paths):
        if number % 6 == 5:
            # The same text under another address, with another ending, as mirrors do.
            text = texts[-1] + " Reprinted."
        else:
            text = _prose(topic, chance, sentences=6 + number % 5)
        texts.append(text)
        _put(f"{base}{path}", "text/html", _note(host, topic, number, text, paths, chance))
    _put(f"{base}/feed.json", "application/json", _feed(host, paths))
    _put(f"{base}/table.csv", "text/csv", _table(topic, chance))
    _put(f"{base}/about.txt", "text/plain", _prose(topic, chance, sentences=3))
    _put(f"{base}/logo.png", "image/png", "PNG")


def _front_page(host: str, topic: str, paths: list[str], chance: random.Random) -> str:
    links = [*chance.sample(paths, k=min(4, len(paths))), "feed.json", "/table.csv", "about.txt", "/private/keys.html"]
    links += [f"http://{other}/" for other in chance.sample(_hosts, k=min(2, len(_hosts))) if other != host]
    items = "".join(f'<li><a href="{link}">{link.strip("/")}</a></li>' for link in links)
    return f"<html><head><title>The {topic} pages</title></head><body><h1>{topic}</h1><ul>{items}</ul></body></html>"


def _note(host: str, topic: str, number: int, text: str, paths: list[str], chance: random.Random) -> str:
    following = chance.sample(paths, k=min(3, len(paths)))
    links = [path.rsplit("/", 1)[-1] for path in following]
    links.append(f"HTTP://{chance.choice(_hosts).upper()}/notes/../notes/{number:02}.html#top")
    links.append("missing.html" if number % 7 == 3 else "/")
    if number % 4 == 0:
        links += ["mailto:editor@example", "../logo.png"]
    anchors = " ".join(f'<a href="{link}">see also</a>' for link in links)
    title = f"{topic.title()} note {number}"
    style = "<style>p { margin: 0 }</style><script>var hidden = 'never indexed';</script>"
    return (
        f"<html lang='en'><head><title>{title}</title>{style}</head>"
        f"<body><h1>{title}</h1><p>{text}</p><p>{anchors}</p></body></html>"
    )


def _feed(host: str, paths: list[str]) -> str:
    items = [{"url": f"http://{host}{path}", "title": f"Entry {path}"} for path in paths[::5]]
    return json.dumps({"title": f"Feed of {host}", "items": items})


def _table(topic: str, chance: random.Random) -> str:
    rows = [f"{word},{chance.randint(1, 90)}" for word in TOPICS[topic]]
    return "\n".join(["word,count", *rows]) + "\n"


def _prose(topic: str, chance: random.Random, sentences: int) -> str:
    words = TOPICS[topic]
    other = TOPICS[chance.choice(sorted(TOPICS))]
    written: list[str] = []
    for _ in range(sentences):
        parts = [chance.choice(GLUE), chance.choice(words), chance.choice(VERBS), chance.choice(GLUE)]
        parts += [chance.choice(words), chance.choice(GLUE), chance.choice(other)]
        written.append(" ".join(parts).capitalize() + ".")
    return " ".join(written)
