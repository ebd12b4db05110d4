# The example of the contract, section 1: what must come out is its section 2, line for line.
from lockweave import concurrent

hits: dict[str, int] = {}
total = 0


def score(page: str) -> int:
    return len(page)


@concurrent
def record(page: str, n: int = 1) -> int:
    """Count hits."""
    global total
    weight = score(page) * n
    hits[page] = hits.get(page, 0) + weight
    total += weight
    return total


if __name__ == "__main__":
    futures = [record(p) for p in ("a", "bb", "ccc")]
    print(max(f.result() for f in futures))
    print(total)
