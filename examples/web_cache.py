"""A cache in front of a slow site.

The two `with atomic:` blocks are short, so the fetch between them runs under no lock and fetches overlap. Two bodies may then
fetch the same page at the same time; the second block settles which copy stays.
"""

import time
from typing import Dict, List

from lockweave import atomic, concurrent

DELAY = 0.01

cache: Dict[str, str] = {}
fetched = 0


def fetch(url: str) -> str:
    """Get a page from the site, which takes its time."""
    time.sleep(DELAY)
    return f"<h1>{url.rsplit('/', 1)[-1]}</h1>"


def render(page: str) -> str:
    """What the reader sees of a page."""
    return page.replace("<h1>", "").replace("</h1>", "").upper()


@concurrent
def read(url: str) -> str:
    """Show the page at `url`, from the cache if it is there."""
    global fetched
    page = None
    with atomic:
        if url in cache:
            page = cache[url]
    if page is not None:
        return render(page)
    fresh = fetch(url)
    with atomic:
        page = cache.setdefault(url, fresh)
        fetched += 1
    return render(page)


def main() -> None:
    urls = [f"https://example.org/{name}" for name in ("news", "sports", "weather", "arts")]
    wanted: List[str] = urls * 5
    shown = [future.result() for future in [read(url) for url in wanted]]

    print(" ".join(shown[: len(urls)]))
    print(f"{len(shown)} reads, {len(cache)} pages")
    assert shown == [render(fetch(url)) for url in urls] * 5, "every reader sees the page asked for"
    assert len(urls) <= fetched <= len(wanted), "each page was fetched at least once"


if __name__ == "__main__":
    main()
