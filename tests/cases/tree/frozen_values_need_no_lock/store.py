from dataclasses import dataclass
from typing import Dict, Optional


@dataclass(frozen=True)
class Document:
    url: str
    size: int


_documents: Dict[str, Document] = {}
total = 0


def add(document: Document) -> None:
    global total
    _documents[document.url] = document
    total += document.size


def get(url: str) -> Optional[Document]:
    return _documents.get(url)
