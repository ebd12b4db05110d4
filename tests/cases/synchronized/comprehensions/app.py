# All calls of a comprehension start before the first is waited for, unless something in it reads what they change.
from lockweave import concurrent, synchronized

total = 0


@concurrent
def size(page: str) -> int:
    return len(page)


@concurrent
def add(n: int) -> int:
    global total
    total += n
    return n


@synchronized
def comprehended(pages: list[str]) -> None:
    print([size(p) for p in pages])
    print({size(p) for p in pages if p})
    print({p: size(p) for p in pages})
    print({size(p): p for p in pages})
    print([(p, size(p), i + 1) for i, p in enumerate(pages) if i or p])
    print([(size(p), size(p + "!")) for p in pages])
    print([size(p + q) for p in pages for q in pages if p != q])
    print(sum(size(p) for p in pages), ",".join(str(size(p)) for p in pages), sorted((size(p) for p in pages)))
    print(
        [
            # Each page.
            size(p)
            for p in pages
        ]
    )


@synchronized
def in_turn(pages: list[str], ns: list[int]) -> None:
    print(any(size(p) > 1 for p in pages))
    print([size(p) if p else 0 for p in pages])
    print([size(p) for p in pages if size(p) > 1])
    print([add(n) + len(ns) for n in ns], total)
    print(sum(n for n in [add(n) for n in ns]))
    print([[size(p) for p in row] for row in [pages, pages]])
    print(list(map(lambda p: size(p), pages)))


def main() -> None:
    comprehended(["a", "bb", "ccc"])
    in_turn(["a", "", "ccc"], [1, 2, 3])
