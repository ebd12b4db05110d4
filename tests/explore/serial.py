"""The oracle: what a source prints under its serial orders.

The source runs with markers of ours under the same scheduler, with switches only at the borders of its units: a body without waits
is one unit, anywhere between its call and its wait; a body with waits is one unit from wait to wait; a simple statement of ordinary
code is one. What is spawned by a body that has touched nothing yet in this unit may come before it as a whole.
"""

import sys
import types

import instrument
import strategies
import threads
import world

KINDS = frozenset(["border"])


def program(sources, entry, packages=()):
    """`sources`: module name to (file, text)."""
    modules = {}
    for name, (file, text) in sources.items():
        tree = instrument.parsed(text, file)
        modules[name] = (file, instrument.units(text, file, instrument.shared_names(tree)))
    return world.Program(modules, entry, packages)


def run(program, strategy, named=frozenset()):
    """`named` are variables at whose accesses a unit may be interrupted all the same."""
    return world.run(program, strategy, KINDS, hooks=_hooks(named), extra=_markers)


class _Searching(strategies.Replay):
    """A schedule of the search through all serial orders: given up where it comes to a state that an earlier one went on from."""

    def __init__(self, choices, states):
        super().__init__(choices)
        self.states = states

    def is_known(self):
        if len(self.made) < len(self.choices):
            return False
        state = _state()
        if state in self.states:
            return True
        self.states.add(state)
        return False


def _state():
    """All that the rest of a run depends on."""
    space = []
    for name in threads.active.program_modules:
        module = sys.modules.get(name)
        for key, value in sorted(vars(module).items()) if module is not None else ():
            if not (key.startswith("__") or isinstance(value, _PLAIN)):
                space.append((key, _shown(value)))
    tasks = []
    for task in threads.active.tasks:
        if task.done:
            continue
        frames = [
            (frame.f_code.co_name, frame.f_lasti, tuple(_shown(value) for value in frame.f_locals.values()))
            for frame in world.frames_of_any(threads.active, task)
            if threads.PROGRAM in frame.f_globals and frame.f_code.co_name != "<module>"
        ]
        tasks.append((task.path, task.borders, task.touched, task.waits_for is None or task.clean_wait or task.last, tuple(frames)))
    tasks.sort(key=repr)
    return hash((sys.stdout.getvalue(), tuple(space), tuple(tasks)))


_PLAIN = (types.FunctionType, types.MethodType, types.BuiltinFunctionType, types.ModuleType, staticmethod, classmethod, property)


def _shown(value, depth=3):
    if value is None or isinstance(value, (int, str, float, bytes, BaseException)):
        return repr(value)
    if depth == 0:
        return ""
    if isinstance(value, (list, tuple, set)):
        return (type(value).__name__, *[_shown(item, depth - 1) for item in value])
    if isinstance(value, dict):
        return tuple((_shown(key, depth - 1), _shown(item, depth - 1)) for key, item in value.items())
    if hasattr(value, "_condition"):
        return (getattr(value, "path", ""), value._state, repr(value._result))
    if isinstance(value, _PLAIN):
        return getattr(value, "__name__", "")
    if isinstance(value, type):
        return tuple((key, _shown(item, depth - 1)) for key, item in vars(value).items() if not key.startswith("__"))
    return _shown(getattr(value, "__dict__", None), depth - 1)


class Outcomes:
    """The outcomes of a source that are known so far. More are looked for only when something is not among them."""

    def __init__(self, program, limit=1000, named=frozenset()):
        self.program = program
        self.named = named
        self.limit = limit
        self.known = set()
        self.failures = []
        self.tried = 0
        self.complete = False  # None: too many to know them all

    def try_some(self, count, seed=0):
        for number in range(self.tried, self.tried + count):
            self._try(strategies.Random(f"{seed} {number}"))
        self.tried += count

    def _try(self, strategy):
        ran = run(self.program, strategy, self.named)
        if ran.failure is not None and ran.failure.kind == "known":
            pass
        elif ran.failure is not None:
            self.failures.append(ran.failure)
        else:
            self.known.add(ran.outcome)

    def explains(self, outcome, order=()):
        """Whether a serial order gives `outcome`; None if there are too many to tell. `order` says how it came about."""
        for number in range(20):
            if outcome in self.known:
                return True
            self._try(strategies.Guided(order, number))
        if self.complete is False:
            self._search(outcome)
        return True if outcome in self.known else False if self.complete else None

    def _search(self, outcome):
        for count in (self.limit // 10, self.limit):
            if outcome in self.known:
                return
            self.try_some(count)
        if outcome not in self.known:
            states = set()
            # What an interrupted expression has read so far is no part of a state.
            search = strategies.Replay if self.named else lambda prefix: _Searching(prefix, states)
            _, complete = strategies.schedules(self._try, sys.maxsize, self.limit, search)
            self.complete = True if complete else None


def _hooks(named):
    def touch():
        threads.active.current.touched = True

    def may_switch(name):
        if name is not None and name.lstrip("?") in named and len(threads.active.tasks) > 1:
            threads.active.point("border")

    def value(it):
        touch()
        return it

    def use(it, name):
        # To call a function of a module, or a concurrent method, touches nothing yet.
        quiet = name in ("result", "exception", "done") or isinstance(it, types.ModuleType) or hasattr(getattr(it, name, None), "body")
        if not quiet:
            touch()
        return it

    return {
        "__explore_point__": lambda: None,
        "__explore_value__": value,
        "__explore_read__": lambda it, name: (may_switch(name), value(it))[1],
        "__explore_use__": use,
        "__explore_wrote__": lambda name: (touch(), may_switch(name)),
        "__explore_get__": lambda it, name: (may_switch(name), value(getattr(it, name)))[1],
        "__explore_set__": lambda it, name: (touch(), may_switch(name)),
        "__explore_border__": _border,
        "__explore_one__": _One(),
        "__explore_in_place__": _in_place,
    }


def _border(futures):
    """The next statement is a unit of its own, if this is ordinary code; or what it waits for ends one."""
    scheduler = threads.active
    task = scheduler.current
    waits = _waited(futures) if futures is not None else []
    task.coming = len(waits)
    if waits or task.role != "body" and not task.depth:
        _end_unit(scheduler)
    if waits:
        _wait_for(task, waits)
    task.coming = 0


def _end_unit(scheduler):
    task = scheduler.current
    if len(scheduler.tasks) == 1:
        return
    task.borders += 1
    if isinstance(scheduler.strategy, _Searching):
        if scheduler.strategy.is_known():
            scheduler.fail("known", "")
        task.last = _state()
    scheduler.point("border")
    task.touched = False


def _waited(futures):
    try:
        return [future for future in _flat(futures()) if hasattr(future, "_condition")]
    except (NameError, LookupError, AttributeError, TypeError):
        return []  # they don't exist before the statement: it ends its unit where it waits


def _wait_for(task, waits):
    task.clean_wait = True
    for future in waits:
        future.exception()
    task.clean_wait = False
    task.touched = False


def _in_place(call):
    """`work(n).result()`: in a body Lockweave runs it in the caller's thread."""
    task = threads.active.current
    task.in_place = task.role != "ordinary"
    try:
        return call()
    finally:
        task.in_place = False


def _flat(values):
    for value in values:
        if isinstance(value, (list, tuple)):
            yield from _flat(value)
        elif isinstance(value, dict):
            yield from _flat(list(value.values()))
        else:
            yield value


class _One:
    """Around what is one unit: it has no borders inside."""

    def __enter__(self):
        threads.active.current.depth += 1

    def __exit__(self, *error):
        threads.active.current.depth -= 1


class _Atomic(_One):
    """`with atomic:` and `@atomic`."""

    def __enter__(self):
        task = threads.active.current
        if task.role != "body" and not task.depth:
            _end_unit(threads.active)
        super().__enter__()

    def __call__(self, function):
        def call(*args, **kwargs):
            with self:
                return function(*args, **kwargs)

        return call


def _concurrent(*names, **arguments):
    if len(names) == 1 and not arguments and not isinstance(names[0], str):
        return _mark(names[0])
    return _mark


def _mark(function):
    if isinstance(function, (staticmethod, classmethod)):
        return type(function)(_mark(function.__func__))
    role = "fine body" if "atomic" in function.__code__.co_names else "body"

    def call(*args, **kwargs):
        scheduler = threads.active
        future = sys.modules["concurrent.futures"].Future()

        def work():
            future.set_running_or_notify_cancel()
            try:
                value = function(*args, **kwargs)
            except Exception as error:
                future.set_exception(error)
            else:
                future.set_result(value)

        task = scheduler.spawn(work)
        task.role = role
        task.name = function.__name__
        task.path = future.path
        task.sentinel = threads.Lock()
        task.sentinel.owner, task.sentinel.count = task, 1
        current = scheduler.current
        if current.role == "body" and not current.touched:
            scheduler.point("border")
        return future

    call.__name__ = function.__name__
    call.body = function
    return call


def _synchronized(function):
    raise NotImplementedError("@synchronized is not explored")


def _markers():
    """The module `lockweave` of a run."""
    module = types.ModuleType("lockweave")
    module.concurrent = _concurrent
    module.atomic = _Atomic()
    module.synchronized = _synchronized
    module.call_here = lambda function, *args, **kwargs: function.body(*args, **kwargs)
    module.__all__ = ["concurrent", "atomic", "synchronized", "call_here"]
    return {"lockweave": module}
