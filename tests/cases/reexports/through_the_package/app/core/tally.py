"""Counts, by name."""

import app

from .. import LIMIT, atomic
from . import in_background

counts = {}


@in_background
def count(name):
    counts[name] = min(counts.get(name, 0) + 1, LIMIT)


@app.concurrent
def forget(name):
    counts.pop(name, None)


def snapshot():
    with atomic:
        return sorted(counts.items())
