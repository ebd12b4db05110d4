# One section from the membership test to the store; both render calls run after the release, through a temporary.
import time

from lockweave import concurrent

cache: dict[str, str] = {}


def fetch(url: str) -> str:
    time.sleep(0)
    return f"<{url}>"


def render(page: str) -> str:
    return page.upper()


@concurrent
def show(url: str) -> str:
    if url in cache:
        return render(cache[url])
    page = fetch(url)
    cache[url] = page
    return render(page)


def main() -> None:
    futures = [show(f"u{i % 7}") for i in range(200)]
    pages = sorted({future.result() for future in futures})
    assert len(cache) == 7, cache
    print(pages)
