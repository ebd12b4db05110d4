#!/usr/bin/env python3
# Licence: none.
#
# The prelude comes after shebang, licence, docstring, __future__ and imports.
"""A module.

With a docstring.
"""
from __future__ import annotations

# Imports.
import os  # the system
import time

# The marker.
from lockweave import concurrent

# Constants.
STEP = 1
total = 0


@concurrent
def add(n: int) -> None:
    global total
    seen = total
    time.sleep(0)
    total = seen + n * STEP


def main() -> None:
    for future in [add(1) for _ in range(100)]:
        future.result()
    assert total == 100, total
    print(total, (__doc__ or "").split()[0], os.sep == os.path.sep)
