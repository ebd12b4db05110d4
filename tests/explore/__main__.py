"""Explore what Lockweave makes of programs. Run `python tests/explore --help`.

    hunt     random programs by seed: each transpiled, run under many schedules, each outcome asked of the oracle
    try      the same for programs in files or folders
    replay   one schedule of a program, with its report: a seed, file or folder, and the schedule as it was told
    check    the properties of outputs that are there already: released on every path, one lock order, no wait under a lock
    wrappers random programs without shared state: the output minus its wrappers is the input
    mutants  break what comes out of the programs of seeds, one place at a time, and count what is noticed
    shrink   the smallest program that still fails as a seed does
    show     the program of a seed

Exit status 1 if something is wrong.
"""

import argparse
import os
import sys
import time

sys.dont_write_bytecode = True

import generate
import hunt
import mutate
import properties
import shrink
import wrappers


def main():
    parser = argparse.ArgumentParser(prog="explore", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("task", choices=tuple(TASKS))
    parser.add_argument("what", nargs="*", help="seeds as FROM:TO, or files and folders")
    parser.add_argument("--binary", default="target/debug/lockweave")
    parser.add_argument("--runs", type=int, default=40, help="schedules a program")
    parser.add_argument("--bounded", type=int, default=0, help="schedules of the search with at most two preemptions")
    parser.add_argument("--seconds", type=float, default=float("inf"), help="begin no program after this time")
    parser.add_argument("--features", default=",".join(generate.FEATURES))
    parser.add_argument("--cpu", type=int, help="stay on this one: threads that take turns do so faster on one")
    parser.add_argument("--verbose", action="store_true")
    options = parser.parse_args()
    options.features = tuple(options.features.split(","))
    options.binary = os.path.abspath(options.binary)
    if options.cpu is not None and hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {options.cpu % (os.cpu_count() or 1)})
    return TASKS[options.task](options)


def seeds_of(options):
    for what in options.what:
        first, _, last = what.partition(":")
        yield from range(int(first), int(last or int(first) + 1))


def version_arguments():
    return ["--target-version", f"3.{min(sys.version_info[1], 14)}"]


def hunt_seeds(options):
    programs = ((str(seed), *generate.generate(seed, options.features)) for seed in seeds_of(options))
    return report(programs, options)


def try_files(options):
    return report((program for what in options.what for program in programs_in(what)), options)


def programs_in(what):
    """The programs of a file or folder: a name, the files, and the module with `main`."""
    files = files_under(what)
    for entry in [path for path, text in files.items() if "def main(" in text]:
        yield what, files, hunt.module_names(files)[0][entry]


def replay(options):
    what, *schedule = options.what
    if os.path.exists(what):
        programs = list(programs_in(what))
    else:
        programs = [(what, *generate.generate(int(what), options.features))]
    wrong = False
    for name, files, entry in programs:
        built = hunt.build(options.binary, files, version_arguments())
        found = hunt.replay(files, built, entry, " ".join(schedule))
        wrong |= found.kind is not None
        print(f"{name}: {found.kind or 'fine'}, schedule {found.schedule!r}\n{found.detail}")
    return 1 if wrong else 0


def files_under(what):
    """The Python files of a folder, or one file, by path from there."""
    if os.path.isfile(what):
        paths, root = [what], os.path.dirname(what)
    else:
        root = what
        paths = [os.path.join(folder, name) for folder, _, names in os.walk(what) for name in names if name.endswith(".py")]
    files = {}
    for path in sorted(paths):
        with open(path, encoding="utf-8", newline="") as file:
            files[os.path.relpath(path, root).replace(os.sep, "/")] = file.read()
    return files


class Totals:
    def __init__(self):
        self.programs = self.runs = self.warned = self.excused = self.unexplained = self.bounded = self.complete = 0
        self.wrong = []
        self.kinds = {}


def report(programs, options):
    totals = Totals()
    start = time.monotonic()
    for name, files, entry in programs:
        if time.monotonic() - start > options.seconds:
            break
        verdict, built = hunt.try_program(options.binary, files, entry, name, options.runs, version_arguments(), options.bounded)
        totals.programs += 1
        totals.runs += verdict.runs
        totals.warned += built.excused
        totals.excused += bool(verdict.excused)
        totals.unexplained += bool(verdict.unexplained)
        totals.bounded += verdict.bounded is not None
        totals.complete += verdict.bounded is True
        kind = f"excused {verdict.kind}" if verdict.kind and verdict.excused else verdict.kind
        totals.kinds[kind or "fine"] = totals.kinds.get(kind or "fine", 0) + 1
        if options.verbose:
            print(f"{name}: {kind or 'fine'} after {verdict.runs} runs {' '.join(built.codes)}", flush=True)
        if kind and not verdict.excused and kind not in ("bad program",):
            totals.wrong.append(name)
            print(f"{name}: {verdict.kind}, schedule {verdict.schedule!r}\n{verdict.detail}\n", flush=True)
    kinds = ", ".join(f"{count} {kind}" for kind, count in sorted(totals.kinds.items()))
    searched = f"{totals.complete} of {totals.bounded} searched to the end of two preemptions, " if totals.bounded else ""
    print(
        f"{totals.programs} programs, {totals.runs} schedules, {searched}{totals.warned} with a warning that names what it excuses, "
        f"which {totals.excused} showed, {totals.unexplained} with too many serial orders to try: {kinds}; "
        f"{time.monotonic() - start:.0f} s on Python {sys.version.split()[0]}"
    )
    return 1 if totals.wrong else 0


def check_outputs(options):
    """Each argument is the output of one program."""
    programs = 0
    wrong = []
    for what in options.what:
        try:
            files = files_under(what)
            for text in files.values():
                compile(text, what, "exec", dont_inherit=True)
        except (SyntaxError, UnicodeDecodeError, ValueError):
            continue  # for a newer Python, or not in UTF-8
        programs += 1
        wrong.extend(f"{what}: {fault}" for fault in properties.faults(files))
    print("\n".join([*wrong, f"{programs} outputs, {len(wrong)} faults"]))
    return 1 if wrong else 0


def compare_wrappers(options):
    sources = {f"program{seed}.py": wrappers.generate(seed) for seed in seeds_of(options)}
    built = hunt.build(options.binary, sources, version_arguments())
    wrong = [] if built.status == 0 and set(sources) <= set(built.outputs) else [built.said]
    for name, text in sources.items():
        wrong.extend(f"{name}: {fault}" for fault in wrappers.faults(text, built.outputs.get(name, "")))
    print("\n".join([*wrong, f"{len(sources)} programs without shared state, {len(wrong)} faults"]))
    return 1 if wrong else 0


def count_mutants(options):
    """Every kind must be noticed somewhere, and of those that a run can show at most one in `MISSED` may be missed."""
    made, shown, caught = {}, {}, {}
    missed = []
    start = time.monotonic()
    for seed in seeds_of(options):
        if time.monotonic() - start > options.seconds:
            break
        files, entry = generate.generate(seed, options.features)
        for kind, place, verdict in hunt.try_mutants(options.binary, files, entry, str(seed), options.runs, version_arguments()):
            made[kind] = made.get(kind, 0) + 1
            if verdict is not None:
                shown[kind] = shown.get(kind, 0) + 1
                if verdict.kind:
                    caught.setdefault(kind, []).append(verdict.kind)
                else:
                    missed.append(f"{seed}: {kind} at {place}")
            if options.verbose:
                print(f"{seed}: {kind} at {place}: {'no rival' if verdict is None else verdict.kind or 'unnoticed'}", flush=True)
    for kind in mutate.KINDS:
        how = caught.get(kind, [])
        ways = ", ".join(f"{how.count(way)} {way}" for way in sorted(set(how)))
        print(f"{kind}: {len(how)} of {shown.get(kind, 0)} ({ways}); {made.get(kind, 0) - shown.get(kind, 0)} without a rival")
    print("\n".join(["not noticed:", *missed]))
    never = [kind for kind in mutate.KINDS if kind not in caught]
    print(
        f"{sum(map(len, caught.values()))} of {sum(shown.values())} noticed, {sum(made.values())} made; {time.monotonic() - start:.0f} s"
        + (f"; never noticed: {', '.join(never)}" if never else "")
    )
    return 1 if never or len(missed) * MISSED > sum(shown.values()) else 0


MISSED = 4


def shrink_seed(options):
    for seed in seeds_of(options):
        files, entry = generate.generate(seed, options.features)

        def fails(candidate, kind=None):
            verdict, built = hunt.try_program(options.binary, candidate, entry, str(seed), options.runs, version_arguments(), 0, 1000)
            found = None if verdict.kind == "refused" and verdict.excused else verdict.kind
            return found is not None and (kind is None or found == kind) and found

        kind = fails(files)
        if not kind:
            print(f"{seed}: nothing is wrong")
            continue
        small = shrink.shrink(files, lambda candidate: fails(candidate, kind))
        verdict, built = hunt.try_program(options.binary, small, entry, str(seed), options.runs, version_arguments())
        print(f"{seed}: {kind}, schedule {verdict.schedule!r}\n{verdict.detail}")
        show(small)
        show(built.outputs)
    return 0


def show_seed(options):
    for seed in seeds_of(options):
        show(generate.generate(seed, options.features)[0])
    return 0


def show(files):
    for name, text in sorted(files.items()):
        print(f"#- {name}\n{text}")


TASKS = {
    "hunt": hunt_seeds, "try": try_files, "replay": replay, "check": check_outputs, "wrappers": compare_wrappers, "mutants": count_mutants,
    "shrink": shrink_seed, "show": show_seed,
}

if __name__ == "__main__":
    if os.environ.get("PYTHONHASHSEED") != "0":
        # The order of sets of strings is part of a run.
        os.execve(sys.executable, [sys.executable, *sys.argv], dict(os.environ, PYTHONHASHSEED="0"))
    sys.exit(main())
