"""A marker of another kind, and ours under another name."""

from lockweave import concurrent as ours


def concurrent(function):
    function.tags = ["slow"]
    return function
