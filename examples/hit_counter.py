"""Count page hits, weighted by how much work a page is.

The smallest program that needs a lock: every call reads and writes the same dictionary and the same total.
"""

from typing import Dict

from lockweave import concurrent

hits: Dict[str, int] = {}
total = 0


def score(page: str) -> int:
    """How much one view of `page` counts. Slow and local: no lock is held around it."""
    return sum(ord(letter) for letter in page) % 7 + 1


@concurrent
def record(page: str, n: int = 1) -> int:
    """Count `n` views of `page` and return the total so far."""
    global total
    weight = score(page) * n
    hits[page] = hits.get(page, 0) + weight
    total += weight
    return total


def main() -> None:
    pages = ["/", "/about", "/contact", "/", "/prices", "/about"] * 50
    futures = [record(page) for page in pages]
    highest = max(future.result() for future in futures)

    for page in sorted(hits):
        print(f"{page:10} {hits[page]:6}")
    print(f"{'total':10} {total:6}")
    assert highest == total, "the last view sees every view"
    assert total == sum(hits.values()), "no view is lost"


if __name__ == "__main__":
    main()
