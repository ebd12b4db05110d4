"""Markers for Lockweave: say which functions are concurrent, and leave the locks to the transpiler.

    from lockweave import concurrent

    total = 0

    @concurrent
    def add(n: int) -> int:
        global total
        total += n
        return total

``lockweave build`` turns such a module into plain ``threading`` code and erases this import. Until then the markers run
serially: a call runs at once, in the caller's thread, and returns a finished ``concurrent.futures.Future``. So a program can
be written, tested and debugged as it stands.
"""

from ._serial import atomic, call_here, concurrent, synchronized, wait_for

__all__ = ["atomic", "call_here", "concurrent", "synchronized", "wait_for"]
