"""Follow the links of a small site, every page once.

Bodies start bodies: `visit` claims each page that it finds, starts a visit there, and returns the futures to whoever waits.
Claiming is check-then-act on a shared set, in a helper.
"""

import time
from collections import deque
from concurrent.futures import Future
from typing import Deque, Dict, List, Set, Tuple

from lockweave import concurrent

SITE: Dict[str, Tuple[str, ...]] = {
    "home": ("news", "shop", "about"),
    "news": ("home", "sports", "arts"),
    "shop": ("cart", "home"),
    "about": ("home", "team"),
    "sports": ("news",),
    "arts": ("news", "about"),
    "cart": ("shop",),
    "team": ("about", "home"),
    "orphan": ("home",),
}

seen: Set[str] = set()
links_followed = 0


def download(page: str) -> Tuple[str, ...]:
    """The links on a page; the network takes a while."""
    time.sleep(0.002)
    return SITE[page]


def claim(page: str) -> bool:
    """Whether the caller is the first to come here."""
    if page in seen:
        return False
    seen.add(page)
    return True


@concurrent
def visit(page: str) -> Tuple[str, ...]:
    """Read a page, and return those of its links that nobody has claimed yet."""
    global links_followed
    links = download(page)
    links_followed += len(links)
    return tuple(link for link in links if claim(link))


def crawl(start: str) -> List[str]:
    """Every page that can be reached from `start`, by name."""
    claim(start)
    found = [start]
    waiting: Deque["Future[Tuple[str, ...]]"] = deque([visit(start)])
    while waiting:
        for link in waiting.popleft().result():
            found.append(link)
            waiting.append(visit(link))
    return sorted(found)


def main() -> None:
    pages = crawl("home")
    print(" ".join(pages))
    print(f"{links_followed} links followed")
    assert len(pages) == len(set(pages)) == len(seen), "no page is visited twice"
    assert "orphan" not in seen


if __name__ == "__main__":
    main()
