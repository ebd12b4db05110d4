"""What a run shows beside its outcome: accesses that nothing orders, and waits under a lock.

Accesses of globals are ordered by vector clocks: a release before the next acquire of the same lock, a start before what it started,
an end before its join. Two accesses of which one writes, and which nothing orders, are a race even where this run's outcome is fine.
(Flanagan, Freund: "FastTrack", PLDI 2009, here with full clocks.)
"""

import types

import threads

CHANGES = frozenset(
    "__setitem__ __delitem__ append extend insert pop remove clear sort reverse update setdefault popitem add discard appendleft popleft".split()
)
CONTAINERS = (list, dict, set)


class Watch:
    """Watches one run after another; `found` are the races of the last one."""

    def begins(self, scheduler):
        self.scheduler = scheduler
        self.found = []
        self.at_release = {}
        self.writes = {}
        self.reads = {}
        self.pinned = {}  # by their ids, which nothing else may get during the run
        self.order = []  # who ended a section when: (call, waits before it)
        self.in_section = set()

    def ends(self):
        """A run is over."""

    # Locks and threads.

    def acquired(self, task, lock):
        if lock.of_program:
            self.in_section.add(task)
        other = self.at_release.get(lock)
        if other:
            _join(task.clock, other)

    def released(self, task, lock):
        if lock.of_program and task in self.in_section:
            # The first release: all locks of the section are still held.
            self.in_section.remove(task)
            self.order.append((task.path, task.waits))
        self.at_release[lock] = dict(task.clock)
        task.clock[task.number] = task.clock.get(task.number, 0) + 1

    def started(self, parent, task):
        _join(task.clock, parent.clock)
        task.clock[task.number] = 1
        parent.clock[parent.number] = parent.clock.get(parent.number, 0) + 1

    # Accesses.

    def read(self, task, name):
        if not name.startswith("?"):
            self._access(task, ("global", name), name, False)

    def wrote(self, task, name):
        if name is not None and not name.startswith("?"):
            self._access(task, ("global", name), name, True)

    def attribute(self, task, it, name, writes):
        """An attribute of a module, a class or an object of the program's own."""
        if isinstance(it, types.ModuleType):
            if it.__name__ in self.scheduler.program_modules and not isinstance(vars(it).get(name), threads.Lock):
                self._access(task, ("global", name), name, writes)
        elif getattr(it if isinstance(it, type) else type(it), "__module__", None) in self.scheduler.program_modules:
            self.pinned[id(it)] = it
            self._access(task, (id(it), name), name, writes)

    def used(self, task, value, method):
        if isinstance(value, CONTAINERS):
            self.pinned[id(value)] = value
            self._access(task, (id(value), ""), f"{type(value).__name__}.{method}", method in CHANGES)

    def _access(self, task, key, shown, writes):
        if task.clock.get(task.number) is None:
            task.clock[task.number] = 1
        last = self.writes.get(key)
        if last is not None and not _before(last, task):
            self._report(shown, last, task)
        if writes:
            for other in self.reads.get(key, {}).values():
                if not _before(other, task):
                    self._report(shown, other, task)
            self.writes[key] = (task.number, task.clock[task.number], task.name)
            self.reads[key] = {}
        else:
            self.reads.setdefault(key, {})[task.number] = (task.number, task.clock[task.number], task.name)

    def _report(self, shown, other, task):
        self.found.append(f"{shown}: {other[2]} and {task.name}")


def _before(access, task):
    number, time, _ = access
    return number == task.number or task.clock.get(number, 0) >= time


def _join(clock, other):
    for number, time in other.items():
        if clock.get(number, 0) < time:
            clock[number] = time
