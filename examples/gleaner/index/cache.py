"""The last few answers."""

from __future__ import annotations

from collections import OrderedDict
from typing import Generic, Optional, Tuple, TypeVar

from .. import config

K = TypeVar("K")
V = TypeVar("V")


class LruCache(Generic[K, V]):
    """Keeps what was used last."""

    def __init__(self, size: Optional[int] = None) -> None:
        self._size = size
        self._items: OrderedDict[K, V] = OrderedDict()
        self.dropped = 0

    @property
    def size(self) -> int:
        return config.current.query_cache if self._size is None else self._size

    def __len__(self) -> int:
        return len(self._items)

    def __contains__(self, key: K) -> bool:
        return key in self._items

    def __getitem__(self, key: K) -> V:
        value = self._items[key]
        self._items.move_to_end(key)
        return value

    def __setitem__(self, key: K, value: V) -> None:
        self._items[key] = value
        self._items.move_to_end(key)
        while len(self._items) > self.size:
            self._items.popitem(last=False)
            self.dropped += 1

    def clear(self) -> None:
        self._items.clear()


answers: LruCache[str, Tuple[Tuple[str, float], ...]] = LruCache()
"""What was found for a query, in its normal form."""
