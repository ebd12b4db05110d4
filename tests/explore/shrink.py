"""A failing program made small: statements are taken away, and compound ones replaced by what is in them, as long as it still fails.

Delta debugging (Zeller, Hildebrandt: "Simplifying and isolating failure-inducing input", 2002) over the syntax tree: from large pieces
to small ones, until no single step can be taken. Works on text, so that comments stay.
"""

import ast


def shrink(files, still_fails, steps=400):
    """`still_fails(files)` is asked of each candidate, `steps` times at most."""
    left = [steps]

    def fails(candidate):
        left[0] -= 1
        return left[0] >= 0 and still_fails(candidate)

    progress = True
    while progress and left[0] > 0:
        progress = False
        for name in sorted(files):
            smaller = _shrink_file(files, name, fails)
            if smaller is not None:
                files = smaller
                progress = True
    return files


def _shrink_file(files, name, fails):
    """The files with `name` made smaller, or None."""
    found = None
    at = 0
    while True:
        text = files[name]
        candidates = list(_smaller(text))
        if at >= len(candidates):
            return found
        candidate = dict(files, **{name: candidates[at]})
        if _parses(candidate[name]) and fails(candidate):
            files = found = candidate
        else:
            at += 1


def _parses(text):
    try:
        ast.parse(text)
        return True
    except SyntaxError:
        return False


def _smaller(text):
    """Texts with a step taken, the largest first."""
    lines = text.splitlines(keepends=True)
    steps = []
    for parent in ast.walk(ast.parse(text)):
        for field in ("body", "orelse", "finalbody"):
            block = getattr(parent, field, None)
            if isinstance(block, list) and block and isinstance(block[0], ast.stmt):
                for statement in block:
                    steps.extend(_steps(statement, len(block) == 1 and not isinstance(parent, ast.Module), lines))
    steps.sort(key=lambda step: (step[0] - step[1], step[0]))
    for first, last, instead in steps:
        yield "".join(lines[:first] + instead + lines[last:])


def _steps(statement, is_alone, lines):
    first = min([statement.lineno, *[mark.lineno for mark in getattr(statement, "decorator_list", ())]]) - 1
    last = statement.end_lineno
    indent = lines[first][: len(lines[first]) - len(lines[first].lstrip())]
    if not is_alone:
        yield first, last, []
    elif not isinstance(statement, ast.Pass):
        yield first, last, [indent + "pass\n"]
    if isinstance(statement, (ast.FunctionDef, ast.ClassDef)):
        return
    for field in ("body", "orelse", "finalbody"):
        block = getattr(statement, field, None)
        if isinstance(block, list) and block and isinstance(block[0], ast.stmt):
            inner = lines[block[0].lineno - 1 : block[-1].end_lineno]
            width = block[0].col_offset - statement.col_offset
            yield first, last, [line[width:] if line[:width].isspace() else line for line in inner]
