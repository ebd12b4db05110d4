"""The `_thread` module that programs under test run on: its locks and threads are tasks of a scheduler.

The standard library's own `threading`, `queue` and `concurrent.futures` run on it (see `world.py`), so that conditions, events,
semaphores, barriers, queues, futures, pools and timers are theirs, not imitations. One scheduler is active at a time.
"""

import _thread
import functools
import sys
import types

from scheduler import Abandoned

PROGRAM = "__explore_point__"  # a global of every module of the program under test

active = None  # the Scheduler of the run that is on
watch = None  # what is told of the locks that are taken and released, see `races.py`


def begin(scheduler, watcher=None):
    global active, watch
    active = scheduler
    watch = watcher


def end():
    global active, watch
    active = watch = None


class Lock:
    """A lock. Who is woken competes with all others for it, as with the real one."""

    reentrant = False
    frames_to_maker = 1

    def __init__(self):
        self.owner = None
        self.count = 0
        # Whether the program's own text makes it: those of the library inside its conditions and queues are of no interest.
        self.of_program = PROGRAM in sys._getframe(self.frames_to_maker).f_globals
        self.kind = "lock" if self.of_program else "library"
        if self.of_program:
            active.locks.append(self)

    def acquire(self, blocking=True, timeout=-1):
        scheduler = active
        if scheduler is None:
            self.count += 1
            return True
        scheduler.point(self.kind)
        task = scheduler.current
        while self.count:
            if self.reentrant and self.owner is task:
                self.count += 1
                return True
            if not blocking or timeout == 0:
                return False
            if not scheduler.block(self, timeout=timeout is not None and timeout > 0):
                return False
        self.owner = task
        self.count = 1
        task.held.append(self)
        if watch is not None:
            watch.acquired(task, self)
        return True

    def release(self):
        scheduler = active
        if scheduler is None or scheduler.over:
            self.count = max(self.count - 1, 0)
            return
        if self.reentrant and self.owner is not scheduler.current:
            raise RuntimeError("cannot release un-acquired lock")
        if not self.count:
            raise RuntimeError("release unlocked lock")
        self.count -= 1
        if not self.count:
            self._freed(scheduler)
            scheduler.point(self.kind)

    def _freed(self, scheduler):
        if watch is not None:
            watch.released(scheduler.current, self)
        if self.owner is not None and self in self.owner.held:
            self.owner.held.remove(self)
        self.owner = None
        scheduler.wake(self)

    def release_by_end(self):
        """Released because its task has ended: nobody's turn."""
        if self.count:
            self.count = 0
            self._freed(active)

    def locked(self):
        return self.count > 0

    def __enter__(self):
        return self.acquire()

    def __exit__(self, *error):
        self.release()

    def _at_fork_reinit(self):
        self.owner = None
        self.count = 0


class RLock(Lock):
    """A lock that its owner can take again."""

    reentrant = True
    frames_to_maker = 2  # threading.RLock is a function

    def _is_owned(self):
        return active is not None and self.owner is active.current

    def _release_save(self):
        count = self.count
        self.count = 1
        self.release()
        return count

    def _acquire_restore(self, count):
        self.acquire()
        self.count = count

    def _recursion_count(self):
        return self.count if self._is_owned() else 0


def get_ident():
    return active.current.number + 1 if active is not None else 1


def _started(function, args, kwargs, daemon):
    scheduler = active
    if scheduler is None or scheduler.over:
        raise Abandoned
    parent = scheduler.current
    task = scheduler.spawn(functools.partial(function, *args, **kwargs), daemon)
    if watch is not None:
        watch.started(parent, task)
    return task


def start_new_thread(function, args, kwargs=None):
    task = _started(function, args, kwargs or {}, False)
    owner = getattr(function, "__self__", None)
    task.name = getattr(owner, "_name", None) or task.name
    task.daemon = bool(getattr(owner, "_daemonic", False))
    active.point("thread")
    return task.number + 1


def _set_sentinel():
    lock = Lock()
    active.current.sentinel = lock
    return lock


class _ThreadHandle:
    """Python 3.13's handle of a thread that can be joined."""

    def __init__(self):
        self.ident = None
        self.gate = Lock()
        self.task = None

    def start(self, function, daemon):
        self.gate.owner, self.gate.count = None, 1
        self.task = _started(function, (), {}, daemon)
        self.task.sentinel = self.gate
        self.ident = self.task.number + 1

    def is_done(self):
        return self.task is not None and self.task.done

    def _set_done(self):
        pass

    def join(self, timeout=None):
        if self.task is None:
            return
        if self.gate.acquire(True, -1 if timeout is None or timeout < 0 else timeout):
            self.gate.release()


def _start_joinable_thread(function, handle=None, daemon=True):
    handle = handle or _ThreadHandle()
    handle.start(function, daemon)
    handle.task.name = getattr(getattr(function, "__self__", None), "_name", None) or handle.task.name
    active.point("thread")
    return handle


def _make_thread_handle(ident):
    handle = _ThreadHandle()
    handle.ident = ident
    return handle


def _shutdown():
    """Wait for all threads that are not daemons, as the interpreter does at its end."""
    scheduler = active
    while True:
        left = [task for task in scheduler.tasks[1:] if not task.done and not task.daemon and task.sentinel is not None]
        if not left:
            return
        gate = left[0].sentinel
        gate.acquire()
        gate.release()


def module():
    """`_thread`, as the programs see it."""
    fake = types.ModuleType("_thread")
    fake.__dict__.update(_thread.__dict__)
    fake.__dict__.update(
        allocate_lock=Lock, allocate=Lock, LockType=Lock, RLock=RLock, lock=Lock,
        get_ident=get_ident, start_new_thread=start_new_thread, start_new=start_new_thread,
        _set_sentinel=_set_sentinel, _ThreadHandle=_ThreadHandle, start_joinable_thread=_start_joinable_thread,
        _make_thread_handle=_make_thread_handle, _get_main_thread_ident=lambda: 1, _shutdown=_shutdown,
        daemon_threads_allowed=lambda: True, _is_main_interpreter=lambda: True,
    )
    return fake
