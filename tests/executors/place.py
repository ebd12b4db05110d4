"""Where bodies run: the program says so when it starts."""

from concurrent.futures import Executor
from typing import Optional

_chosen: Optional[Executor] = None


def choose(executor: Executor) -> None:
    global _chosen
    _chosen = executor


def current() -> Executor:
    """The executor; nothing of it is made when this module is imported."""
    assert _chosen is not None
    return _chosen
