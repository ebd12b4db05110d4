"""One thread at a time: tasks, the points where they may switch, and what is wrong when none can go on.

A task is a thread of the program under test. Each runs in a real thread, but only the one whose turn it is; at a point it asks the
strategy who is next. So a run is a function of the program and the strategy's choices, and replays exactly. Knows nothing of Python
programs, nor of what a lock is: see `threads.py` and `world.py`.
"""

import _thread
import itertools
import sys


class Abandoned(BaseException):
    """Raised in every task of a run that is over, so that its real thread becomes free."""


class Failure(Exception):
    """A run that went wrong: its kind (`deadlock`, `endless`, `wait under lock`) and the report."""

    def __init__(self, kind, report):
        super().__init__(f"{kind}\n{report}")
        self.kind = kind
        self.report = report


class Task:
    """A thread of the program: its number is the order of creation, so it is the same in every replay."""

    __slots__ = (
        "number", "name", "turn", "done", "waits_for", "timeout", "timed_out", "held", "daemon", "sentinel", "ident", "role", "depth",
        "touched", "clock", "path", "children", "in_place", "waits", "coming", "borders", "clean_wait", "last",
    )

    def __init__(self, number):
        self.number = number
        self.name = f"task {number}"
        self.turn = _thread.allocate_lock()
        self.turn.acquire()
        self.done = False
        self.waits_for = None  # what it is blocked on
        self.timeout = False  # whether that wait would end by itself
        self.timed_out = False
        self.held = []  # the program's locks that it holds, in the order taken
        self.daemon = False
        self.sentinel = None
        self.ident = None
        self.role = "ordinary"  # or "body", "fine body": what a unit is in it, see `serial.py`
        self.depth = 0
        self.touched = False
        self.clock = {}
        # Which call it runs (see `world.py`), how many that has made, and how often it has waited.
        self.path = ""
        self.children = 0
        self.in_place = False
        self.waits = 0
        # For `serial.py`: the waits of the statement to come, borders passed, whether it waits between statements, its last state.
        self.coming = 0
        self.borders = 0
        self.clean_wait = False
        self.last = None


class Workers:
    """Real threads that are kept for the next task, since starting one takes longer than most runs."""

    def __init__(self):
        self.free = []

    def start(self, job):
        if self.free:
            jobs, wake = self.free.pop()
            jobs.append(job)
            wake.release()
            return
        _thread.start_new_thread(self._serve, ([job],))

    def _serve(self, jobs):
        wake = _thread.allocate_lock()
        wake.acquire()
        while True:
            jobs.pop()(lambda: self.free.append((jobs, wake)))
            wake.acquire()


_workers = Workers()


class Scheduler:
    """The tasks of one run. `kinds` are the kinds of points where a switch may happen; the others are passed over."""

    def __init__(self, strategy, kinds, limit=20000):
        self.strategy = strategy
        self.kinds = kinds
        self.limit = limit
        self.steps = 0
        self.tasks = []
        self.runnable = []
        self.locks = []  # those that the program made
        self.failure = None
        self.over = False
        self.numbers = itertools.count()  # for what is told apart by its address otherwise
        self.program_modules = ()
        self.describe = None  # from the world: the report of a deadlock
        self.main = self.current = self._new_task()
        self.main.ident = _thread.get_ident()

    def _new_task(self):
        task = Task(len(self.tasks))
        self.tasks.append(task)
        self.runnable.append(task)
        return task

    def spawn(self, function, daemon=False):
        """A new task, which runs `function()` when its turn comes."""
        task = self._new_task()
        task.daemon = daemon
        task.role = self.current.role
        self.strategy.begins(task)
        work = [function]
        del function

        def job(becomes_free):
            task.turn.acquire()
            task.ident = _thread.get_ident()
            try:
                if not self.over:
                    # Nothing of it may be left when the turn is handed on: finalizers would run beside the next task.
                    work.pop()()
            except Abandoned:
                pass
            finally:
                work.clear()
                # The next run may use this thread, so it is free before anybody else goes on.
                becomes_free()
                self._end(task)

        _workers.start(job)
        return task

    def _end(self, task):
        task.done = True
        if task in self.runnable:
            self.runnable.remove(task)
        if self.over:
            self.main.turn.release()
            return
        if task.sentinel is not None:
            task.sentinel.release_by_end()
        try:
            self._hand_on()
        except Abandoned:
            self.main.turn.release()

    def point(self, kind):
        """The current task may lose its turn here."""
        if self.over:
            raise Abandoned
        if kind not in self.kinds:
            return
        self.steps += 1
        if self.steps > self.limit:
            self._fail("endless", f"no end after {self.limit} points")
        current = self.current
        chosen = self.strategy.next(current, self.runnable, kind)
        if chosen is not current:
            self._give_turn(chosen, current)

    def block(self, what, timeout=False):
        """The current task can't go on until `wake` is called for `what`; False if its time was up instead."""
        if self.over:
            raise Abandoned
        current = self.current
        current.waits_for = what
        current.timeout = timeout
        current.timed_out = False
        self.runnable.remove(current)
        self._hand_on(current)
        current.waits_for = None
        return not current.timed_out

    def wake(self, what):
        """Everybody who is blocked on `what` can try again."""
        for task in self.tasks:
            if task.waits_for is what and task not in self.runnable and not task.done:
                self.runnable.append(task)
        self.runnable.sort(key=_number)

    def _hand_on(self, current=None):
        """Give the turn to somebody; `current` waits for its next one, or has ended (None)."""
        if not self.runnable:
            late = [task for task in self.tasks if task.timeout and task.waits_for is not None and not task.done]
            if not late:
                self._fail("deadlock", self.describe(self) if self.describe else "")
            # Time passes only when nothing else can happen.
            late[0].timed_out = True
            self.runnable.append(late[0])
        self.steps += 1
        if self.steps > self.limit:
            self._fail("endless", f"no end after {self.limit} points")
        chosen = self.strategy.next(None, self.runnable, "blocked")
        if chosen is current:
            return
        self._give_turn(chosen, current)

    def _give_turn(self, chosen, current):
        self.current = chosen
        chosen.turn.release()
        if current is not None:
            current.turn.acquire()
            if self.over:
                raise Abandoned

    def _fail(self, kind, report):
        if self.failure is None:
            self.failure = Failure(kind, report)
        self.over = True
        current = self.current
        if current is self.main or current.done:
            raise Abandoned
        self.main.turn.release()
        current.turn.acquire()
        raise Abandoned

    def fail(self, kind, report):
        """End the run, for a reason that the world has found."""
        self._fail(kind, report)

    def run(self, function):
        """Run `function` as the main task; what it returns. Afterwards no task is left."""
        self.strategy.begins(self.main)
        try:
            return function()
        except Abandoned:
            return None
        finally:
            self.over = True
            for task in self.tasks[1:]:
                if not task.done:
                    task.turn.release()
                    self.main.turn.acquire()


def _number(task):
    return task.number


def frames_of(task):
    """The frames of a task that has not its turn, innermost first."""
    frame = sys._current_frames().get(task.ident)
    while frame is not None:
        yield frame
        frame = frame.f_back
