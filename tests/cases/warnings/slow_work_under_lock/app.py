# LW501: the download stands between two accesses of one section.
import urllib.request

from lockweave import concurrent

pages: dict[str, bytes] = {}


@concurrent
def load(url: str) -> int:
    if url not in pages:
        pages[url] = urllib.request.urlopen(url).read()
    return len(pages[url])
