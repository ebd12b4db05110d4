"""Who is next. A strategy answers `next(current, runnable, kind)`; `current` is None where the one before can't go on."""

import random


class Serial:
    """Nobody is interrupted; of those that can run, the oldest."""

    def begins(self, task):
        pass

    def next(self, current, runnable, kind):
        return current if current is not None and current in runnable else runnable[0]


class Random:
    """At each point a switch with some probability, drawn once a run: rare ones find other things than frequent ones."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.rate = self.random.choice((0.02, 0.05, 0.1, 0.25, 0.5, 0.9))

    def begins(self, task):
        pass

    def next(self, current, runnable, kind):
        draw = self.random.random
        if current is not None and kind != "sleep" and draw() >= self.rate:
            return current
        return runnable[int(draw() * len(runnable))]


class Pct:
    """Priorities drawn at random; at `depth` - 1 points, drawn among `length`, the running task becomes the last one.

    Burckhardt, Kothari, Musuvathi, Nagarakatte: "A randomized scheduler with probabilistic guarantees of finding bugs", ASPLOS 2010.
    A bug that needs `depth` orderings is found with probability 1 / (tasks * length ** (depth - 1)) a run at least.
    """

    def __init__(self, seed, length, depth=3):
        self.random = random.Random(seed)
        self.changes = {self.random.randrange(max(length, 1)): order for order in range(1, depth)}
        self.step = 0
        self.priority = {}

    def begins(self, task):
        self.priority[task] = 10 + self.random.random()

    def next(self, current, runnable, kind):
        if current is not None:
            order = self.changes.get(self.step)
            self.step += 1
            if order is not None:
                self.priority[current] = -order
            elif kind == "sleep":
                # A loop that polls must not starve those it waits for.
                self.priority[current] = min(self.priority.values()) - 1
        return max(runnable, key=self.priority.__getitem__)


class Guided:
    """A serial order like that of another run: `order` holds who had a section when, as (call, waits before it)."""

    def __init__(self, order, seed):
        self.left = list(order)
        self.random = random.Random(seed)
        self.loose = self.random.choice((0, 0, 0.1, 0.3, 0.5))

    def begins(self, task):
        pass

    def next(self, current, runnable, kind):
        ready = {(task.path.rstrip("!"), task.waits + task.coming): task for task in runnable}
        for number, entry in enumerate(self.left):
            if entry in ready:
                # Several statements may share one section.
                if self.random.random() >= self.loose:
                    del self.left[number]
                return ready[entry]
        if current is not None:
            return current
        return self.random.choice(runnable)


class Replay:
    """The choices of an earlier run as far as they go, then nobody is interrupted. Records what there was to choose."""

    def __init__(self, choices=()):
        self.choices = list(choices)
        self.made = []  # (index chosen, number of alternatives, whether a switch here interrupts somebody)

    def begins(self, task):
        pass

    def next(self, current, runnable, kind):
        if current is not None and kind == "sleep" and len(runnable) > 1:
            # Who sleeps lets others go first; so polling loops end, and it costs no preemption.
            others = [task for task in runnable if task is not current] + [current]
            preempts = False
        else:
            others = list(runnable)
            preempts = current is not None
            if preempts:
                others.remove(current)
                others.insert(0, current)
        at = len(self.made)
        index = self.choices[at] if at < len(self.choices) else 0
        index = min(index, len(others) - 1)
        self.made.append((index, len(others), preempts))
        return others[index]


def named(schedule):
    """The strategy of a schedule as `hunt.py` names it, and whether it switches at locks and threads only."""
    kind, *words = schedule.split()
    if kind == "serial":
        return Serial(), False
    if kind == "random":
        return Random(words[0]), False
    if kind == "pct":
        return Pct(words[0], int(words[1]), int(words[2])), False
    if kind in ("choices", "choices-at-locks"):
        return Replay([int(word) for word in words]), kind == "choices-at-locks"
    raise ValueError(f"no schedule: {schedule}")


def schedules(run, preemptions, limit, replay=Replay):
    """All schedules with at most so many preemptions, depth first: `run(strategy)` is called for each, until it returns True.

    Musuvathi, Qadeer: "Iterative context bounding for systematic testing of multithreaded programs", PLDI 2007, and CHESS (OSDI 2008).
    Returns (how many ran, whether these were all).
    """
    stack = [()]
    ran = 0
    while stack:
        if ran >= limit:
            return ran, False
        prefix = stack.pop()
        strategy = replay(prefix)
        ran += 1
        if run(strategy):
            return ran, False
        made = strategy.made
        spent = sum(1 for index, _, preempts in made[: len(prefix)] if preempts and index)
        for at in range(len(made) - 1, len(prefix) - 1, -1):
            index, count, preempts = made[at]
            if count == 1 or (preempts and spent >= preemptions):
                continue
            before = tuple(choice for choice, _, _ in made[:at])
            stack.extend(before + (other,) for other in range(count - 1, index, -1))
    return ran, True
