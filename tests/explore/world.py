"""A program run under a scheduler, alone in its world: its own modules, and the standard library's threads over tasks.

A program is a dict of module names to code (see `instrument.py`) and the name of the module whose `main()` is called. An outcome is
what it printed and how it ended. Everything that a run changes outside of itself is put back after it.
"""

import gc
import importlib.util
import io
import itertools
import linecache
import logging
import os
import sys
import time
import types

import threads
from scheduler import Abandoned, Failure, Scheduler, frames_of

LIBRARY = ("threading", "queue", "concurrent", "concurrent.futures._base", "concurrent.futures.thread", "concurrent.futures")
_sources = {}


class Program:
    """Modules by name, each (file, code), and which of them has `main`."""

    def __init__(self, modules, entry, packages=()):
        self.modules = modules
        self.entry = entry
        self.packages = set(packages)


class Run:
    """What came of a run: `outcome` (printed text and how it ended), or `failure`."""

    def __init__(self, outcome, failure, steps):
        self.outcome = outcome
        self.failure = failure
        self.steps = steps


class _Finder:
    """Finds the program's modules."""

    def __init__(self, program, hooks):
        self.program = program
        self.hooks = hooks

    def find_spec(self, name, path=None, target=None):
        if name not in self.program.modules:
            return None
        spec = importlib.util.spec_from_loader(name, self, origin=self.program.modules[name][0])
        if name in self.program.packages:
            spec.submodule_search_locations = [os.path.dirname(spec.origin)]
        return spec

    def create_module(self, spec):
        return None

    def exec_module(self, module):
        file, code = self.program.modules[module.__name__]
        module.__file__ = file
        module.__dict__.update(self.hooks)
        exec(code, module.__dict__)


def _library():
    """The library's modules, over the `_thread` of the active scheduler; those of the last run, if that left them in order."""
    global _kept
    made, _kept = _kept, None
    if made is None:
        return _fresh_library()
    sys.modules.update(made)
    threading, pool = made["threading"], made["concurrent.futures.thread"]
    for name in ("_active", "_limbo", "_shutdown_locks"):
        getattr(threading, name, {}).clear()
    threading._SHUTTING_DOWN = False
    threading._dangling = type(threading._dangling)()
    threading._counter = itertools.count(1).__next__
    threading._main_thread = threading._MainThread()
    pool._threads_queues.clear()
    pool._shutdown = False
    pool.ThreadPoolExecutor._counter = itertools.count().__next__
    del made["atexit"].registered[made["atexit"].own :]
    return made


_kept = None


def _fresh_library():
    made = {"_thread": threads.module(), "_queue": None, "time": _time(), "atexit": _atexit()}
    sys.modules.update(made)
    for name in LIBRARY:
        if name == "concurrent":
            module = types.ModuleType(name)
            module.__path__ = []
        else:
            module = types.ModuleType(name)
            file, code, package = _code_of(name)
            module.__file__ = file
            if package:
                module.__path__ = [os.path.dirname(file)]
            module.__package__ = name if package else name.rpartition(".")[0]
        sys.modules[name] = module
        if name != "concurrent":
            exec(code, module.__dict__)
        parent, _, child = name.rpartition(".")
        if parent in sys.modules:
            setattr(sys.modules[parent], child, module)
        made[name] = module
    made["threading"].excepthook = _thread_ended_by
    # Pools keep their threads in a set and join them in its order, `wait` takes futures in that of their addresses: which must
    # not differ from run to run.
    def number(it):
        if "explore_number" not in it.__dict__:
            it.explore_number = next(threads.active.numbers) if threads.active is not None else 0
        return it.explore_number

    futures = made["concurrent.futures._base"]
    made["threading"].Thread.__hash__ = futures.Future.__hash__ = futures.id = number
    _follow_calls(made["concurrent.futures._base"].Future)
    made["atexit"].own = len(made["atexit"].registered)
    return made


def _follow_calls(future_class):
    """Say in each task which call it runs (`.1.2` is the second made by the first one of main) and how often that has waited."""
    begin, starts, result = future_class.__init__, future_class.set_running_or_notify_cancel, future_class.result

    def __init__(self):
        begin(self)
        task = threads.active.current
        if not task.in_place:
            task.children += 1
        self.path = f"{task.path}!" if task.in_place else f"{task.path}.{task.children}"

    def set_running_or_notify_cancel(self):
        task = threads.active.current
        if starts(self):
            task.path, task.children, task.waits = self.path, 0, 0
            return True
        return False

    def wait(self, timeout=None):
        threads.active.current.waits += 1
        return result(self, timeout)

    future_class.__init__, future_class.set_running_or_notify_cancel, future_class.result = __init__, set_running_or_notify_cancel, wait


def _code_of(name):
    if name not in _sources:
        spec = importlib.util.find_spec(name)
        source = spec.loader.get_source(name)
        _sources[name] = (spec.origin, compile(source, spec.origin, "exec", dont_inherit=True), bool(spec.submodule_search_locations))
    return _sources[name]


for _name in LIBRARY:
    if _name != "concurrent":
        _code_of(_name)


def _time():
    fake = types.ModuleType("time")
    fake.__dict__.update(time.__dict__)

    def sleep(seconds):
        threads.active.point("sleep")

    fake.sleep = sleep
    return fake


def _atexit():
    fake = types.ModuleType("atexit")
    fake.registered = []
    fake.register = lambda function, *args, **kwargs: fake.registered.append((function, args, kwargs)) or function
    fake.unregister = lambda function: None
    return fake


def _thread_ended_by(args):
    if args.exc_type is Abandoned:
        return
    threads.active.fail("thread died", f"{args.exc_type.__name__}: {args.exc_value}")


def run(program, strategy, kinds, hooks=None, extra=None, watcher=None, limit=20000):
    """Run `program` to its end under `strategy`. `hooks` go into its modules' globals, `extra` are modules of the run's own."""
    _collect()
    scheduler = Scheduler(strategy, kinds, limit)
    scheduler.describe = lambda scheduler: describe(scheduler)
    scheduler.program_modules = tuple(program.modules)
    printed = io.StringIO()
    saved = {name: sys.modules.get(name) for name in (*LIBRARY, "_thread", "_queue", "time", "atexit", "lockweave", *program.modules)}
    ours = set(sys.modules)
    hook, stdout, fork = sys.excepthook, sys.stdout, os.register_at_fork
    finder = _Finder(program, hooks or output_hooks(scheduler, watcher))
    threads.begin(scheduler, watcher)
    if watcher is not None:
        watcher.begins(scheduler)
    sys.meta_path.insert(0, finder)
    sys.stdout = printed
    os.register_at_fork = lambda **hooks: None
    ended = []
    try:
        scheduler.run(lambda: ended.append(_main(program, extra)))
    finally:
        threads.end()
        sys.meta_path.remove(finder)
        sys.excepthook, sys.stdout, os.register_at_fork = hook, stdout, fork
        for name in set(sys.modules) - ours:
            if name in program.modules:
                del sys.modules[name]
        for name, module in saved.items():
            if module is None:
                sys.modules.pop(name, None)
            else:
                sys.modules[name] = module
    failure = scheduler.failure
    outcome = (printed.getvalue(), ended[0] if ended else None)
    return Run(outcome, failure, scheduler.steps)


def _collect():
    """What finalizers of an earlier run do must not fall into a later one, so garbage is collected between them only."""
    global _until_collection
    gc.disable()
    _until_collection -= 1
    if _until_collection <= 0:
        gc.collect()
        _until_collection = 100


_until_collection = 0


def _main(program, extra):
    for name in program.modules:
        sys.modules.pop(name, None)
    global _kept
    scheduler = threads.active
    # The library's own beginnings are no part of the schedule.
    kinds, scheduler.kinds = scheduler.kinds, frozenset()
    library = _library()
    scheduler.kinds = kinds
    if extra is not None:
        sys.modules.update(extra())
    logging.getLogger("concurrent.futures").disabled = True
    ended = "returned"
    try:
        module = importlib.import_module(program.entry)
        if hasattr(module, "main"):
            module.main()
    except Exception as error:
        ended = f"{type(error).__name__}: {error}"
    library["threading"]._shutdown()
    threads._shutdown()
    for function, args, kwargs in reversed(library["atexit"].registered):
        function(*args, **kwargs)
    if all(task.done for task in threads.active.tasks[1:]):
        _kept = library
    return ended


def output_hooks(scheduler, watcher):
    """What the points of `instrument.points` call."""
    point = scheduler.point

    def value(it):
        point("read")
        return it

    def get(it, name):
        point("read")
        return getattr(it, name)

    hooks = {
        "__explore_point__": lambda: point("statement"),
        "__explore_value__": value,
        "__explore_read__": lambda it, name: value(it),
        "__explore_use__": lambda it, name: it,
        "__explore_wrote__": lambda name: None,
        "__explore_get__": get,
        "__explore_set__": lambda it, name: None,
    }
    if watcher is None:
        return hooks

    def read(it, name):
        watcher.read(scheduler.current, name)
        point("read")
        return it

    def use(it, name):
        watcher.used(scheduler.current, it, name)
        return it

    def watched_get(it, name):
        watcher.attribute(scheduler.current, it, name, False)
        point("read")
        return getattr(it, name)

    return {
        **hooks,
        "__explore_read__": read,
        "__explore_use__": use,
        "__explore_wrote__": lambda name: watcher.wrote(scheduler.current, name),
        "__explore_get__": watched_get,
        "__explore_set__": lambda it, name: watcher.attribute(scheduler.current, it, name, True),
    }


def describe(scheduler):
    """Who waits for what, and who holds it."""
    lines = []
    for task in scheduler.tasks:
        if task.done:
            continue
        frame = next((frame for frame in frames_of_any(scheduler, task) if threads.PROGRAM in frame.f_globals), None)
        place = "in the library" if frame is None else f"{frame.f_code.co_filename}:{frame.f_lineno} in {frame.f_code.co_name}"
        lines.append(f"{task.name} (task {task.number}), {place}{_text_at(frame)}")
        lines.append(f"    waits for {_awaited(scheduler, task)}")
        held = [name_of(lock) for lock in task.held if lock.of_program]
        if held:
            lines.append(f"    holds {', '.join(held)}")
    return "\n".join(lines)


def frames_of_any(scheduler, task):
    if task is scheduler.current:
        frame = sys._getframe(2)
        while frame is not None:
            yield frame
            frame = frame.f_back
    else:
        yield from frames_of(task)


def _text_at(frame):
    text = linecache.getline(frame.f_code.co_filename, frame.f_lineno).strip() if frame is not None else ""
    return f": {text}" if text else ""


def _awaited(scheduler, task):
    lock = task.waits_for
    if lock is None:
        return "its turn"
    if lock.of_program:
        owner = lock.owner
        return f"the lock {name_of(lock)}, held by {owner.name} (task {owner.number})" if owner else f"the lock {name_of(lock)}"
    for frame in frames_of_any(scheduler, task):
        owner = frame.f_locals.get("self")
        if owner is not None and frame.f_code.co_name in ("result", "exception"):
            return f"a future: {_who_makes(scheduler, owner)}"
        if frame.f_code.co_name in ("join", "get", "put", "wait", "shutdown", "_shutdown", "_wait_for_tstate_lock"):
            return f"{frame.f_code.co_name}() of {type(owner).__name__}" if owner is not None else f"{frame.f_code.co_name}()"
    return "a lock of the library"


def _who_makes(scheduler, future):
    for task in scheduler.tasks:
        if task.done or task.waits_for is None:
            continue
        for frame in frames_of_any(scheduler, task):
            values = frame.f_locals
            if frame.f_code.co_name == "result":
                continue
            if values.get("future") is future or getattr(values.get("self"), "future", None) is future:
                return f"of {task.name} (task {task.number})"
    return repr(future._state).lower()


def name_of(lock):
    for module in list(sys.modules.values()):
        space = getattr(module, "__dict__", {})
        if threads.PROGRAM not in space:
            continue
        for name, value in space.items():
            if value is lock:
                return name
            if isinstance(value, type):
                for inner, member in vars(value).items():
                    if member is lock:
                        return f"{name}.{inner}"
    return f"of {type(lock).__name__}"
