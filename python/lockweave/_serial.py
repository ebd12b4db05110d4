"""The markers, run serially.

Nothing here starts a thread or takes a lock. A marked function runs when it is called, and what it returns or raises is put
into a finished future, so that callers are written as they will be when the module is transpiled. Arguments that shape the
output alone (locks, pools, names of threads) are checked and then have no effect.
"""

# The door below is typed for strict checkers; behind it stands what a caller may really pass, which is anything.
# pyright: basic

from __future__ import annotations

import functools
import inspect
import sys
from concurrent.futures import Future
from types import CodeType, FrameType
from typing import TYPE_CHECKING, Any, Callable, Mapping, Optional, Sequence, Set, Tuple, TypeVar, cast, overload

if TYPE_CHECKING:
    from concurrent.futures import Executor
    from types import TracebackType
    from typing import Literal, Protocol, Type

    from typing_extensions import ParamSpec

    P = ParamSpec("P")
    T = TypeVar("T")

    class Lock(Protocol):
        """What ``locks=`` takes: anything that can be acquired and released."""

        def acquire(self) -> object: ...
        def release(self) -> object: ...

    class Marker(Protocol):
        """``@concurrent`` with its arguments given: what is left is the function."""

        def __call__(self, function: Callable[P, T], /) -> Callable[P, Future[T]]: ...

    class TransparentMarker(Protocol):
        """``@concurrent(transparent=True)``: a call gives what stands in for the value."""

        def __call__(self, function: Callable[P, T], /) -> Callable[P, T]: ...


F = TypeVar("F")

# The code of every function marked @synchronized, and of the functions and comprehensions written inside it.
_synchronized: Set[CodeType] = set()
# What a function marked transparent has.
_TRANSPARENT = "__lockweave_transparent__"
_frame_above: Callable[[int], FrameType] = getattr(sys, "_getframe")


@overload
def concurrent(function: Callable[P, T], /) -> Callable[P, Future[T]]: ...
@overload
def concurrent(
    *names: str,
    globals: Sequence[str] = ...,
    locks: Mapping[str, Lock] = ...,
    unlocked: Sequence[str] = ...,
    scope: Literal["body"] = ...,
    workers: int = ...,
    name: str = ...,
    daemon: bool = ...,
    executor: Executor | Callable[[], Executor] = ...,
    context: bool = ...,
    on_error: Literal["log"] = ...,
    transparent: Literal[False] = ...,
) -> Marker: ...
@overload
def concurrent(
    *names: str,
    globals: Sequence[str] = ...,
    locks: Mapping[str, Lock] = ...,
    unlocked: Sequence[str] = ...,
    scope: Literal["body"] = ...,
    workers: int = ...,
    name: str = ...,
    daemon: bool = ...,
    executor: Executor | Callable[[], Executor] = ...,
    context: bool = ...,
    on_error: Literal["log"] = ...,
    transparent: Literal[True],
) -> TransparentMarker: ...
def concurrent(
    *names: Any,
    globals: Any = None,
    locks: Any = None,
    unlocked: Any = (),
    scope: Any = None,
    workers: Any = None,
    name: Any = None,
    daemon: Any = None,
    executor: Any = None,
    context: Any = False,
    on_error: Any = None,
    transparent: Any = False,
) -> Any:
    """Mark a function as concurrent: a call starts it and returns a ``Future`` of its result.

    Bare, ``@concurrent``, the shared state that the function touches is found and locked for it. Arguments say more:

    ``"hits", "state.total"`` or ``globals=("hits", "state.total")``
        Lock exactly these.
    ``locks={"hits": my_lock}``
        Use this object as the lock of ``hits``, everywhere.
    ``unlocked=("db",)``
        Leave this one unlocked: you vouch for it.
    ``scope="body"``
        Hold the locks for the whole body.
    ``workers=4``
        Run at most so many at once.
    ``name="fetcher"``, ``daemon=True``
        A thread of its own for each call, so named, so flagged.
    ``executor=pool``
        Submit to this ``concurrent.futures`` executor, or to the one that this function gives, which is asked at each call.
    ``context=True``
        Carry context variables over.
    ``on_error="log"``
        Log an exception that nobody retrieved.
    ``transparent=True``
        A call gives an object that stands in for the value, and waits where it is used.

    Untranspiled, a call runs at once and returns a finished future; what the function raises is in the future, except
    ``KeyboardInterrupt``, which ends the program as Ctrl-C should.
    """
    if len(names) == 1 and _is_function(names[0]):
        # Only the bare form passes a function; with arguments the function comes to the marker that is returned.
        return _mark(names[0], _run)
    _check_locations("a positional argument", names)
    if globals is not None:
        if names:
            raise TypeError("@concurrent takes location names either as positional arguments or as globals=, not both")
        _check_locations("globals=", globals)
    _check_locations("unlocked=", unlocked)
    for location in unlocked:
        if location in (globals or names):
            raise TypeError(f"@concurrent is told to lock {location!r} and to leave it unlocked")
    _check_locks(locks)
    _check_choice("scope", scope, "body")
    _check_choice("on_error", on_error, "log")
    _check_threads(workers, name, daemon, executor)
    for flag, value in (("context", context), ("transparent", transparent)):
        if not isinstance(value, bool):
            raise TypeError(f"{flag}= of @concurrent takes True or False, not {_shown(value)}")
    run = _run_transparently if transparent else _run

    def marker(function: Any) -> Any:
        return _mark(function, run)

    return marker


class _Atomic:
    """``@atomic`` and ``with atomic:``."""

    def __call__(self, function: F, /) -> F:
        if not _is_function(function):
            raise TypeError(f"@atomic marks a function, not {_shown(function)}; it takes no arguments")
        return function

    def __enter__(self) -> None:
        return None

    def __exit__(
        self,
        kind: Optional[Type[BaseException]],
        exception: Optional[BaseException],
        traceback: Optional[TracebackType],
        /,
    ) -> None:
        return None

    def __repr__(self) -> str:
        return "lockweave.atomic"


atomic = _Atomic()
"""Runs a function (``@atomic``) or a block (``with atomic:``) as one section, in the caller's thread.

Inside a concurrent function, ``with atomic:`` blocks are its sections, instead of those that Lockweave would find.
"""


def synchronized(function: F, /) -> F:
    """Mark a caller of concurrent functions whose text stays serial: their calls, written in it, give values, not futures."""
    if not inspect.isfunction(function):
        raise TypeError(f"@synchronized marks a function, not {_shown(function)}; put it next to the def")
    # What another marker of ours put around it is not its text.
    _synchronized.update(_codes_within(inspect.unwrap(function).__code__))
    return function


@overload
def call_here(
    function: Callable[P, Future[T]], /, *args: P.args, **kwargs: P.kwargs
) -> T: ...
@overload
def call_here(function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T: ...
def call_here(function: Any, /, *args: Any, **kwargs: Any) -> Any:
    """Run the body of a concurrent function in this thread, and return its value or raise what it raised."""
    given = function(*args, **kwargs)
    if getattr(function, _TRANSPARENT, False):
        return given
    if not isinstance(given, Future):
        raise TypeError(f"call_here takes a function marked @concurrent, not {_shown(function)}")
    return given.result()


def wait_for(value: T, /) -> T:
    """Wait for the value that the result of a transparent concurrent function stands in for, and return it.

    Run serially, a value stands for itself.
    """
    return value


def _mark(function: Any, run: Callable[[Any, Any, Any], Any]) -> Any:
    """Wrap what was marked: a function, or one already inside staticmethod, classmethod or property."""
    if isinstance(function, (staticmethod, classmethod)):
        return type(function)(_mark(function.__func__, run))
    if isinstance(function, property):
        return property(_mark(function.fget, run), function.fset, function.fdel, function.__doc__)
    if not _is_function(function):
        raise TypeError(f"@concurrent marks a function, not {_shown(function)}")
    if inspect.iscoroutinefunction(function) or inspect.isasyncgenfunction(function):
        raise TypeError(f"async function {_shown(function)} can't be concurrent: it has its own way to run beside others")
    if inspect.isgeneratorfunction(function):
        raise TypeError(f"generator {_shown(function)} can't be concurrent: return a list, or mark what it calls")

    @functools.wraps(function)
    def call(*args: Any, **kwargs: Any) -> Any:
        if _synchronized and _frame_above(1).f_code in _synchronized:
            return call_here(run, function, args, kwargs) if run is _run else run(function, args, kwargs)
        # No local holds the future: the traceback of a failed call reaches this frame, and would keep it alive.
        return run(function, args, kwargs)

    if run is _run_transparently:
        setattr(call, _TRANSPARENT, True)
    return call


def _run(function: Callable[..., Any], args: Any, kwargs: Any) -> Any:
    """Call `function` and return a finished future of what it did."""
    future: Future[Any] = Future()
    future.set_running_or_notify_cancel()
    try:
        future.set_result(function(*args, **kwargs))
    except KeyboardInterrupt:
        raise
    except BaseException as exception:
        if isinstance(exception, TypeError) and _never_entered(exception):
            # The arguments don't fit, which is the caller's error, and is raised there.
            raise
        future.set_exception(exception)
    try:
        return future
    finally:
        # The exception's traceback holds this frame: without this, future and exception would keep each other alive.
        del future


def _run_transparently(function: Callable[..., Any], args: Any, kwargs: Any) -> Any:
    """Call `function`: run serially, its value stands for itself."""
    return function(*args, **kwargs)


def _never_entered(exception: BaseException) -> bool:
    """Whether the frame that called is the only one in the traceback."""
    return exception.__traceback__ is not None and exception.__traceback__.tb_next is None


def _is_function(value: Any) -> bool:
    """Whether a marker can stand on `value`. A class can be called too, but isn't a function."""
    if isinstance(value, (staticmethod, classmethod, property)):
        return True
    return callable(value) and not isinstance(value, type)


def _codes_within(code: CodeType) -> Set[CodeType]:
    found = {code}
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            found |= _codes_within(constant)
    return found


def _check_locations(where: str, names: Any) -> None:
    if isinstance(names, str):
        raise TypeError(f"{where} of @concurrent takes a tuple of location names: write ({names!r},)")
    if not isinstance(names, (tuple, list, set, frozenset)):
        raise TypeError(f"{where} of @concurrent takes a tuple of location names, not {_shown(names)}")
    for name in names:
        _check_location(where, name)


def _check_location(where: str, name: Any) -> None:
    if not isinstance(name, str):
        raise TypeError(f"{where} of @concurrent names a location by a string, such as 'hits', not {_shown(name)}")
    if not all(part.isidentifier() for part in name.split(".")):
        raise TypeError(f"{where} of @concurrent names a location, such as 'hits' or 'Stats.count', not {name!r}")


def _check_locks(locks: Any) -> None:
    if locks is None:
        return
    if not isinstance(locks, Mapping):
        raise TypeError(f"locks= of @concurrent maps location names to locks, such as {{'hits': my_lock}}, not {_shown(locks)}")
    for location, lock in locks.items():
        _check_location("locks=", location)
        if not (callable(getattr(lock, "acquire", None)) and callable(getattr(lock, "release", None))):
            raise TypeError(f"locks= of @concurrent: {location!r} is given {_shown(lock)}, which has no acquire and release")


def _check_choice(argument: str, value: Any, only: str) -> None:
    if value is not None and value != only:
        raise TypeError(f"{argument}= of @concurrent takes {only!r}, not {_shown(value)}")


def _check_threads(workers: Any, name: Any, daemon: Any, executor: Any) -> None:
    if workers is not None and (isinstance(workers, bool) or not isinstance(workers, int) or workers < 1):
        raise TypeError(f"workers= of @concurrent takes a number of threads, 1 or more, not {_shown(workers)}")
    if name is not None and not isinstance(name, str):
        raise TypeError(f"name= of @concurrent takes the name of the thread, a string, not {_shown(name)}")
    if daemon is not None and not isinstance(daemon, bool):
        raise TypeError(f"daemon= of @concurrent takes True or False, not {_shown(daemon)}")
    if executor is not None and not (_is_executor(executor) or (callable(executor) and not inspect.isclass(executor))):
        taken = "a concurrent.futures executor, or a function that gives one"
        raise TypeError(f"executor= of @concurrent takes {taken}, not {_shown(executor)}")
    # A call runs in an executor of the user's, or in a pool of ours, or in a thread of its own.
    ways = [
        [f"{argument}=" for argument, value in way if value is not None]
        for way in ([("executor", executor)], [("workers", workers)], [("name", name), ("daemon", daemon)])
    ]
    chosen = [way[0] for way in ways if way]
    if len(chosen) > 1:
        raise TypeError(f"@concurrent takes {chosen[0]} or {chosen[1]}, not both")


def _is_executor(value: Any) -> bool:
    return callable(getattr(value, "submit", None)) and not inspect.isclass(value)


def _shown(value: Any) -> str:
    """How a wrong value is named in a message."""
    name = getattr(value, "__qualname__", None)
    return str(name) if name is not None else repr(value)
