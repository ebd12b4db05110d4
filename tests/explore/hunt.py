"""One program tried: transpiled, run under many schedules, each outcome asked of the oracle. What can go wrong has a name.

`crash` (of the transpiler), `refused` (an error on a program that is in order), `no python`, `deadlock`, `endless`, `thread died`,
`wait under lock`, `race`, and `outcome`: one that no serial order has. An outcome is excused where a warning names a location.
"""

import ast
import os
import re
import shutil
import subprocess
import tempfile

import contention
import instrument
import mutate
import properties
import races
import serial
import strategies
import world

KINDS = frozenset(["statement", "read", "lock", "library", "thread", "sleep"])
AT_LOCKS = frozenset(["lock", "thread", "sleep"])
LIMIT = 20000


class Built:
    """A program and what the transpiler made of it."""

    def __init__(self, status, said, sources, outputs):
        self.status = status
        self.said = said
        self.codes = sorted(set(re.findall(r"\bLW\d{3}\b", said)))
        self.warnings = set(re.findall(r"warning\[(LW\d{3})\]", said))
        self.errors = set(re.findall(r"error\[(LW\d{3})\]", said))
        # What warnings name, `part6` for `state.Stats4.part6`: the guarantees are for everything else.
        told = re.findall(r"warning\[LW[23]\d{2}\]: (.*)", said)
        self.named = frozenset(name.rpartition(".")[2] for text in told for name in re.findall(r"`([\w.]+)`", text))
        self.sources = sources
        self.outputs = outputs

    @property
    def excused(self):
        return bool(self.named)

    @property
    def may_deadlock(self):
        return any(code.startswith("LW3") and code != "LW302" for code in self.warnings)


def build(binary, files, arguments=()):
    """`files`: name to text. A module that is missing in the output was refused."""
    folder = tempfile.mkdtemp(prefix="explore-")
    try:
        source, output = os.path.join(folder, "in"), os.path.join(folder, "out")
        for name, text in files.items():
            path = os.path.join(source, name)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "w", encoding="utf-8", newline="") as file:
                file.write(text)
        command = [binary, "build", source, "-o", output, "--no-config", *arguments]
        ran = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=120)
        outputs = {}
        for below, _, names in os.walk(output):
            for name in names:
                path = os.path.join(below, name)
                if name.endswith(".py"):
                    with open(path, encoding="utf-8", newline="") as file:
                        outputs[os.path.relpath(path, output).replace(os.sep, "/")] = file.read()
        return Built(ran.returncode, ran.stdout.decode("utf-8", "replace"), files, outputs)
    finally:
        shutil.rmtree(folder)


def module_names(files):
    """`pkg/state.py` is `pkg.state`; which of them are packages."""
    names, packages = {}, set()
    for path in files:
        if not path.endswith(".py"):
            continue
        parts = path[:-3].split("/")
        if parts[-1] == "__init__":
            parts.pop()
            packages.add(".".join(parts))
        names[path] = ".".join(parts)
    return names, packages


def source_program(files, entry):
    names, packages = module_names(files)
    return serial.program({names[path]: (path, text) for path, text in files.items() if path in names}, entry, packages)


def output_program(files, entry):
    names, packages = module_names(files)
    modules = {}
    for path, name in names.items():
        tree = ast.parse(files[path], path)
        shared = instrument.shared_names(tree)
        modules[name] = (path, instrument.compiled(tree, path, shared))
    return world.Program(modules, entry, packages)


class Verdict:
    """What was found: `kind` is None if nothing is wrong. `excused` is how many schedules showed what a warning names."""

    def __init__(self, kind=None, detail="", schedule="", runs=0, excused=0):
        self.kind = kind
        self.detail = detail
        self.schedule = schedule
        self.runs = runs
        self.excused = excused
        self.unexplained = 0
        self.bounded = None  # whether the bounded search came to its end


def schedules_for(seed, count, length):
    """How the runs of a program are scheduled, by name: serially, then by turns at random and by priorities."""
    yield "serial"
    for number in range(count):
        yield f"pct {seed}-{number} {length()} {2 + number % 3}" if number % 2 else f"random {seed}-{number}"


def try_program(binary, files, entry, seed=0, runs=40, arguments=(), bounded=0, search=1000):
    """Transpile and explore one program; (verdict, what was built)."""
    built = build(binary, files, arguments)
    if built.status not in (0, 1) or "LW906" in built.codes or "panicked" in built.said:
        return Verdict("crash", built.said), built
    if built.errors or not set(files) <= set(built.outputs):
        # A read, a wait and a write that rests on the read can't be one section: that is named, and no fault.
        return Verdict("refused", built.said, excused=int(built.errors == {"LW301"})), built
    try:
        output = output_program(built.outputs, entry)
    except SyntaxError as error:
        return Verdict("no python", str(error)), built
    broken = properties.faults(built.outputs)
    if broken:
        return Verdict("property", "\n".join(broken)), built
    outcomes = serial.Outcomes(source_program(files, entry), search)
    outcomes.try_some(3)
    exploration = Exploration(output, outcomes, built)
    verdict = exploration.bad_program() or exploration.at_random(seed, runs)
    if verdict.kind is None and bounded:
        verdict = exploration.bounded(bounded)
    return verdict, built


class Exploration:
    """An output run under one schedule after another. `built` says what its warnings name; None where it has none."""

    def __init__(self, output, outcomes, built=None, watcher=None):
        self.output = output
        self.outcomes = outcomes
        self.built = built
        self.watcher = watcher or races.Watch()
        self.length = 300
        self.ran = 0
        self.excused = 0
        self.unexplained = []  # outcomes that may be serial: there were too many orders to try
        self.weaker = None

    def bad_program(self):
        """The program is to blame: its source fails in itself."""
        if self.outcomes.failures:
            return Verdict("bad program", str(self.outcomes.failures[0]))
        if any(ended.split(":")[0] in ("NameError", "UnboundLocalError", "AttributeError", "TypeError") for _, ended in self.outcomes.known):
            return Verdict("bad program", "its source fails")
        return None

    def at_random(self, seed, runs):
        """Run under schedules until something is wrong."""
        for name in schedules_for(seed, runs, lambda: self.length):
            strategy, _ = strategies.named(name)
            verdict = self.one(name, strategy, KINDS)
            if verdict is not None:
                return verdict
        return self.nothing()

    def bounded(self, limit):
        """All schedules with at most two preemptions at locks and threads: with no race, others give no other outcome."""
        wrong = []

        def go(strategy):
            verdict = self.one("", strategy, AT_LOCKS)
            if verdict is not None:
                verdict.schedule = "choices-at-locks " + " ".join(str(choice) for choice, _, _ in strategy.made)
                wrong.append(verdict)
            return bool(wrong)

        _, complete = strategies.schedules(go, 2, limit)
        verdict = wrong[0] if wrong else self.nothing()
        verdict.bounded = complete
        return verdict

    def nothing(self):
        verdict = Verdict(None, "\n".join(self.unexplained), "", self.ran, self.excused)
        verdict.unexplained = len(self.unexplained)
        return verdict

    def one(self, name, strategy, kinds):
        """The verdict on one schedule; None if nothing is wrong."""
        self.ran += 1
        run = world.run(self.output, strategy, kinds, watcher=self.watcher, limit=LIMIT)
        self.length = run.steps
        self.watcher.ends()
        found = self._fault(name, run)
        if found is not None and self._is_excused(found, run):
            self.excused += 1
            return None
        return found

    def _fault(self, name, run):
        if run.failure is not None:
            return Verdict(run.failure.kind, run.failure.report, name, self.ran)
        if self.watcher.found:
            return Verdict("race", "\n".join(self.watcher.found), name, self.ran)
        explained = self.outcomes.explains(run.outcome, self.watcher.order)
        if explained is None:
            self.unexplained.append(f"{name}: {run.outcome!r}")
        if explained is not False:
            return None
        serial_ones = "\n  ".join(map(repr, sorted(self.outcomes.known, key=repr)[:12]))
        return Verdict("outcome", f"no serial order gives {run.outcome!r}\nbut these: {serial_ones}", name, self.ran)

    def _is_excused(self, found, run):
        """Whether all of it is about what warnings name."""
        if self.built is None or not self.built.excused:
            return False
        if found.kind == "deadlock":
            return self.built.may_deadlock
        if found.kind == "race":
            # Containers have no names of their own: `list.append` may be about any.
            names = [text.split(":")[0] for text in self.watcher.found]
            return all("." in name or name in self.built.named for name in names)
        if found.kind != "outcome":
            return False
        if self.weaker is None:
            self.weaker = serial.Outcomes(self.outcomes.program, self.outcomes.limit, self.built.named)
        # Units of the source that others may come between where they touch what is named.
        return self.weaker.explains(run.outcome, self.watcher.order) is not False


def replay(files, built, entry, schedule):
    """The verdict on one schedule, as a verdict names it."""
    strategy, at_locks = strategies.named(schedule)
    exploration = Exploration(output_program(built.outputs, entry), serial.Outcomes(source_program(files, entry)), built)
    verdict = exploration.one(schedule, strategy, AT_LOCKS if at_locks else KINDS)
    return verdict or Verdict(None, "\n".join(exploration.unexplained), schedule, 1, exploration.excused)


def try_mutants(binary, files, entry, seed, runs, arguments=()):
    """Each mutant of a program that is fine: (kind, module and line, verdict); the verdict is None where no run can show a
    mistake. Nothing for a program that isn't fine."""
    built = build(binary, files, arguments)
    if built.status != 0 or built.excused or not set(files) <= set(built.outputs):
        return
    outcomes = serial.Outcomes(source_program(files, entry), 300)
    outcomes.try_some(100)
    rivals = contention.Watch()
    whole = Exploration(output_program(built.outputs, entry), outcomes, watcher=rivals)
    if whole.bad_program() or whole.at_random(seed, runs).kind is not None:
        return
    for path, text in sorted(built.outputs.items()):
        for kind, section, tree in mutate.mutants(text):
            verdict = None
            if mutate.can_show(kind, section, path, rivals):
                mutant = dict(built.outputs, **{path: ast.unparse(tree)})
                exploration = Exploration(output_program(mutant, entry), outcomes)
                verdict = exploration.at_random(seed, runs)
                if verdict.kind is None:
                    verdict = exploration.bounded(3 * runs)
                if verdict.kind is None and properties.faults(mutant):
                    verdict = Verdict("property")
            yield kind, f"{path}:{section.line}", verdict
