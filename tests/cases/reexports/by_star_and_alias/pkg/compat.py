"""Markers, under the names that this project likes."""

from lockweave import atomic as indivisible
from lockweave import concurrent as spawned

__all__ = ("indivisible", "spawned")
