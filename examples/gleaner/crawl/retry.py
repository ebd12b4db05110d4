"""Another try for what may succeed later."""

from __future__ import annotations

import functools
from typing import Any, Callable, TypeVar, cast

from .. import config, metrics
from ..errors import TransientError

F = TypeVar("F", bound=Callable[..., Any])


def retrying(function: F) -> F:
    """Call a function again while it raises `TransientError`, as often as the settings say."""

    @functools.wraps(function)
    def wrapper(*args: Any, **kwargs: Any) -> Any:
        for left in range(config.current.attempts - 1, -1, -1):
            try:
                return function(*args, **kwargs)
            except TransientError:
                metrics.count("retry.tries")
                if not left:
                    metrics.count("retry.given_up")
                    raise
        raise AssertionError("the last try returns or raises")

    return cast(F, wrapper)
