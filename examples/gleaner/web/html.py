"""The title, the text and the links of a page of HTML."""

from __future__ import annotations

from dataclasses import dataclass
from html.parser import HTMLParser

_SILENT = ("script", "style")
_BLOCKS = ("p", "li", "h1", "h2", "h3", "title", "div")


@dataclass(frozen=True)
class Markup:
    """What is to be had from a page."""

    title: str
    text: str
    links: tuple[str, ...]
    language: str


class _Reader(HTMLParser):
    """Collects while it parses; one for each page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.title: list[str] = []
        self.parts: list[str] = []
        self.links: list[str] = []
        self.language = ""
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "html":
            self.language = given.get("lang") or ""
        if tag == "a" and given.get("href"):
            self.links.append(given["href"] or "")
        if tag not in ("br", "img", "meta", "link"):
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self._open:
            while self._open.pop() != tag:
                pass
        if tag in _BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        inside = self._open[-1] if self._open else ""
        if inside == "title":
            self.title.append(data)
        elif inside not in _SILENT:
            self.parts.append(data)


def read_markup(body: str) -> Markup:
    """Read a page, however broken it is."""
    reader = _Reader()
    reader.feed(body)
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.parts).splitlines())
    text = "\n".join(line for line in lines if line)
    return Markup(" ".join(reader.title).strip(), text, tuple(reader.links), reader.language)
