# The section would hold the lock over a barrier wait: LW301 at the call of fetch, with the atomic rewrite as help.
import threading

from lockweave import concurrent

cache: dict[str, str] = {}
inside = threading.Barrier(8)


def fetch(url: str) -> str:
    inside.wait(timeout=20)
    return f"<{url}>"


@concurrent
def show(url: str) -> str:
    if url in cache:
        return cache[url]
    page = fetch(url)
    cache[url] = page
    return page
