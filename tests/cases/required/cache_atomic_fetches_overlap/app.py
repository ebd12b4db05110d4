# Two small sections; eight bodies stand inside fetch at once, so bodies run in threads of their own.
import threading

from lockweave import atomic, concurrent

cache: dict[str, str] = {}
inside = threading.Barrier(8)


def fetch(url: str) -> str:
    inside.wait(timeout=20)
    return f"<{url}>"


def render(page: str) -> str:
    return page.upper()


@concurrent
def show(url: str) -> str:
    with atomic:
        if url in cache:
            return render(cache[url])
    page = fetch(url)
    with atomic:
        cache[url] = page
    return render(page)


def overlap_main() -> None:
    futures = [show(f"u{i}") for i in range(8)]
    print(sorted(future.result() for future in futures))
    print(len(cache))
