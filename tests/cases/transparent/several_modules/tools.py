from lockweave import wait_for

from pages import load


def first(urls: "list[str]") -> str:
    found = [load(url) for url in urls]
    return wait_for(
        found[0]
    )


def later(url: str) -> str:
    waits = wait_for
    return waits(load(url))
