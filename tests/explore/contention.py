"""Which sections of an output anybody competes for: what a mutant of the others changes, no run can show.

A section is outermost where its lock isn't held by its thread already. Two of them on one lock are rivals if neither starts, joins or
waits for the other: clocks like those of `races.py`, without what the program's own locks order. A mistake in a section without a
rival is equivalent, and so is one in a section that only ever runs inside another one on the same lock.
"""

import sys

import races
import threads
import world


class Stay:
    """One time that a lock was held: where it was taken, by whom, and under which others."""

    def __init__(self, lock, name, task, clock, outer):
        self.lock = lock
        self.name = name
        self.number = task.number
        self.clock = clock
        self.outer = frozenset(outer)
        self.locks = set(outer) | {name}
        self.end = None
        self.frame = _program_frame()
        self.place = (self.frame.f_code.co_filename, self.frame.f_lineno) if self.frame is not None else ("", 0)
        self.touched = set()  # (line in its own function, what, whether it writes)


class Watch(races.Watch):
    """Watches runs of an output, and keeps what they show of its sections."""

    def __init__(self):
        # (place, lock) to its rivals: the locks that they hold, what was held around both, the lines that they contest.
        self.rivals = {}

    def begins(self, scheduler):
        super().begins(scheduler)
        self.joined = {}  # task number to its clock without the program's locks
        self.at_free = {}
        self.open = {}
        self.stays = []
        self.names = {}

    def _clock(self, task):
        return self.joined.setdefault(task.number, {task.number: 1})

    def acquired(self, task, lock):
        super().acquired(task, lock)
        if not lock.of_program:
            races._join(self._clock(task), self.at_free.get(lock, {}))
            return
        if lock not in self.names:
            self.names[lock] = world.name_of(lock)
        held = [self.names[other] for other in task.held if other is not lock and other in self.names]
        stay = Stay(lock, self.names[lock], task, dict(self._clock(task)), held)
        for other, open_ in self.open.items():
            if open_.number == task.number:
                open_.locks.add(stay.name)
        self.open[lock] = stay

    def released(self, task, lock):
        super().released(task, lock)
        clock = self._clock(task)
        stay = self.open.pop(lock, None)
        if stay is not None:
            stay.end = clock[task.number]
            self.stays.append(stay)
        elif not lock.of_program:
            self.at_free[lock] = dict(clock)
            clock[task.number] += 1

    def started(self, parent, task):
        super().started(parent, task)
        clock = self._clock(parent)
        races._join(self._clock(task), clock)
        clock[parent.number] += 1

    def _access(self, task, key, shown, writes):
        super()._access(task, key, shown, writes)
        for stay in self.open.values():
            if stay.number == task.number:
                frame = sys._getframe(1)
                while frame is not None and frame is not stay.frame:
                    frame = frame.f_back
                if frame is not None:
                    stay.touched.add((frame.f_lineno, key, writes))

    def ends(self):
        """Keeps the rivals of the run that is over."""
        for one in self.stays:
            for other in self.stays:
                if one.lock is other.lock and one.number != other.number and not _ordered(one, other) and not _ordered(other, one):
                    lines = _contested(one, other)
                    if lines:
                        rival = (frozenset(other.locks), one.outer & other.outer, lines)
                        self.rivals.setdefault((one.place, one.name), set()).add(rival)
        self.stays, self.open = [], {}

    def contested(self, file, lines, locks):
        """The contested lines of the section on `locks` that is taken on `lines`."""
        return frozenset().union(*(contested for _, _, contested in self._of(file, lines, locks)))

    def is_contested_beside(self, file, lines, lock, others):
        """Whether a rival on `lock` holds none of `others`."""
        return any(not held & set(_last(others)) for held, _, _ in self._of(file, lines, [lock]))

    def has_rival_for_two(self, file, lines, locks):
        """Whether a rival takes two of `locks`, with no lock around both."""
        return any(len(held & set(_last(locks))) > 1 and not around for held, around, _ in self._of(file, lines, locks))

    def _of(self, file, lines, locks):
        # A lock that no global names is of an object, or of a call.
        names = [*_last(locks), "of RLock"]
        return set().union(*(self.rivals.get(((file, line), name), set()) for line in lines for name in names))


def _contested(one, other):
    writes = {key for _, key, writes in other.touched if writes}
    reads = {key for _, key, _ in other.touched}
    return frozenset(line for line, key, wrote in one.touched if key in writes or wrote and key in reads)


def _last(locks):
    """`hits` for `_locks.hits`, as the lock module calls it."""
    return [lock.rpartition(".")[2] for lock in locks]


def _ordered(before, after):
    return before.end is not None and before.end <= after.clock.get(before.number, 0)


def _program_frame():
    frame = sys._getframe(2)
    while frame is not None and threads.PROGRAM not in frame.f_globals:
        frame = frame.f_back
    return frame
