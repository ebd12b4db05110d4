import store
from lockweave import concurrent
from store import Document


@concurrent
def load(url: str) -> Document:
    document = Document(url, len(url))
    store.add(document)
    return document


def describe(url: str) -> str:
    document = store.get(url)
    if document is None:
        return "nothing"
    return f"{document.url}: {document.size}"


def main() -> None:
    sizes = sum(future.result().size for future in [load(url) for url in ("a", "bb")])
    print(sizes, describe("bb"), describe("c"), store.total)
