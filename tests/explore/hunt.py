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

import instrument
import mutate
import properties
import races
import serial
import strategies
import world

KINDS = frozenset(["statement", "read", "lock", "thread", "sleep"])
LIMIT = 20000


class Built:
    """A program and what the transpiler made of it."""

    def __init__(self, status, said, sources, outputs):
        self.status = status
        self.said = said
        self.codes = sorted(set(re.findall(r"\bLW\d{3}\b", said)))
        self.warnings = set(re.findall(r"warning\[(LW\d{3})\]", said))
        self.errors = set(re.findall(r"error\[(LW\d{3})\]", said))
        self.sources = sources
        self.outputs = outputs

    @property
    def excused(self):
        return any(code[:3] in ("LW2", "LW3", "LW4") for code in self.warnings)


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


def output_program(files, entry, mutate=None):
    names, packages = module_names(files)
    modules = {}
    for path, name in names.items():
        tree = ast.parse(files[path], path)
        shared = instrument.shared_names(tree)
        if mutate is not None:
            tree = mutate(path, tree)
        modules[name] = (path, instrument.compiled(tree, path, shared))
    return world.Program(modules, entry, packages)


class Verdict:
    """What was found: `kind` is None if nothing is wrong."""

    def __init__(self, kind=None, detail="", schedule="", runs=0, excused=False):
        self.kind = kind
        self.detail = detail
        self.schedule = schedule
        self.runs = runs
        self.excused = excused
        self.unexplained = 0


def schedules_for(seed, count, length):
    """How the runs of a program are scheduled, by name: serially, then by turns at random and by priorities."""
    yield "serial", strategies.Serial()
    for number in range(count):
        name = f"{seed}-{number}"
        if number % 2:
            yield f"pct {name}", strategies.Pct(name, length(), 2 + number % 3)
        else:
            yield f"random {name}", strategies.Random(name)


def try_program(binary, files, entry, seed=0, runs=40, arguments=(), bounded=0, search=1000):
    """Transpile and explore one program; (verdict, what was built)."""
    built = build(binary, files, arguments)
    if built.status not in (0, 1) or "LW906" in built.codes or "panicked" in built.said:
        return Verdict("crash", built.said), built
    if built.errors or not set(files) <= set(built.outputs):
        # A read, a wait and a write that rests on the read can't be one section: that is named, and no fault.
        return Verdict("refused", built.said, excused=built.errors == {"LW301"}), built
    try:
        output = output_program(built.outputs, entry)
    except SyntaxError as error:
        return Verdict("no python", str(error)), built
    broken = properties.faults(built.outputs)
    if broken:
        return Verdict("property", "\n".join(broken)), built
    source = source_program(files, entry)
    return explore(source, output, seed, runs, built.excused, bounded, search), built


def explore(source, output, seed, runs, excused=False, bounded=0, search=1000, outcomes=None):
    """Run `output` under schedules until something is wrong."""
    if outcomes is None:
        outcomes = serial.Outcomes(source, search)
        outcomes.try_some(3)
    if outcomes.failures:
        return Verdict("bad program", str(outcomes.failures[0]))
    if any(ended.split(":")[0] in ("NameError", "UnboundLocalError", "AttributeError", "TypeError") for _, ended in outcomes.known):
        return Verdict("bad program", "its source fails")
    lengths = [300]
    unexplained = []  # outcomes that may be serial: there were too many orders to try
    watcher = races.Watch()
    ran = [0]

    def one(name, strategy):
        ran[0] += 1
        run = world.run(output, strategy, KINDS, watcher=watcher, limit=LIMIT)
        lengths[0] = run.steps
        if run.failure is not None:
            return Verdict(run.failure.kind, run.failure.report, name, ran[0], excused)
        if watcher.found:
            return Verdict("race", watcher.found[0], name, ran[0], excused)
        explained = outcomes.explains(run.outcome, watcher.order)
        if explained is None:
            unexplained.append(f"{name}: {run.outcome!r}")
        elif not explained:
            detail = f"no serial order gives {run.outcome!r}\nbut these: " + "\n  ".join(map(repr, sorted(outcomes.known, key=repr)[:12]))
            return Verdict("outcome", detail, name, ran[0], excused)
        return None

    for name, strategy in schedules_for(seed, runs, lambda: lengths[0]):
        verdict = one(name, strategy)
        if verdict is not None:
            return verdict
    if bounded:
        wrong = []

        def go(strategy):
            verdict = one("", strategy)
            if verdict is not None:
                verdict.schedule = "choices " + " ".join(str(choice) for choice, _, _ in strategy.made)
                wrong.append(verdict)
            return bool(wrong)

        for preemptions in (1, 2):
            strategies.schedules(go, preemptions, bounded)
            if wrong:
                return wrong[0]
    verdict = Verdict(None, "\n".join(unexplained), "", ran[0], excused)
    verdict.unexplained = len(unexplained)
    return verdict


def try_mutants(binary, files, entry, seed, runs, arguments=()):
    """Each mutant of a program that is fine: (kind, module and line, verdict). Nothing for a program that isn't."""
    verdict, built = try_program(binary, files, entry, seed, 20, arguments)
    if verdict.kind is not None or verdict.excused:
        return
    outcomes = serial.Outcomes(source_program(files, entry), 300)
    outcomes.try_some(100)
    for path, text in sorted(built.outputs.items()):
        for kind, line, tree in mutate.mutants(ast.parse(text, path)):
            output = output_program(built.outputs, entry, lambda name, own: tree if name == path else own)
            yield kind, f"{path}:{line}", explore(None, output, seed, runs, outcomes=outcomes)
