"""Programs without shared state: what comes out of them, minus its wrappers, is what went in, minus its markers.

`generate(seed)` makes such programs; `faults(before, after)` compares. Taken out of the input: the import of the markers, and the
decorators, header and docstring of each concurrent function. Out of the output: imports, what the prelude binds, each wrapper, the
header of each body. A wrapper must have the header and docstring, but for what the function returns. All other lines must be the same bytes in the same order (how many blank lines stand between them is layout's), each body must
have its function's parameters, and nothing may be locked.
"""

import ast
import random
import re

_BODY = re.compile(r"^_{1,2}(\w+?)_body(_\d+)?$")
_MADE = re.compile(r"\.acquire\(\)|\bRLock\b|\b_locks\b|_lock\b")


def faults(before, after):
    """`before` and `after`: texts of one module."""
    if _MADE.search(after):
        return ["something is locked"]
    source, output = _Source(before), _Output(after)
    for wanted, found in zip(source.left + [None], output.left + [None]):
        if wanted != found:
            return [f"{found!r} instead of {wanted!r}"]
    if source.parameters != output.parameters:
        return [f"bodies have other parameters: {output.parameters} instead of {source.parameters}"]
    if source.shown != output.shown:
        return [f"wrappers differ: {output.shown} instead of {source.shown}"]
    return []


class _Lines:
    """The lines of a text that are left when some are taken out."""

    def __init__(self, text):
        self.lines = text.split("\n")
        self.taken = set()
        self.parameters = []
        self.shown = []  # what callers see of concurrent functions
        self.walk(ast.parse(text).body)
        self.left = [line for number, line in enumerate(self.lines, 1) if number not in self.taken and line.strip()]

    def walk(self, block, depth=0):
        for statement in block:
            self.visit(statement, depth)
            for field in ("body", "orelse", "finalbody"):
                inner = getattr(statement, field, None)
                if isinstance(inner, list):
                    self.walk(inner, depth + 1)
            for handler in getattr(statement, "handlers", ()):
                self.walk(handler.body, depth + 1)

    def take(self, node):
        decorators = [mark.lineno for mark in getattr(node, "decorator_list", ())]
        self.taken.update(range(min([node.lineno, *decorators]), node.end_lineno + 1))

    def take_header(self, function):
        first = min([function.lineno, *[mark.lineno for mark in function.decorator_list]])
        text = function.body[0]
        behind = text.end_lineno + 1 if ast.get_docstring(function) is not None else text.lineno
        self.taken.update(range(first, max(behind, function.lineno + 1)))
        every = function.args
        self.parameters.append([argument.arg for argument in [*getattr(every, "posonlyargs", ()), *every.args, *every.kwonlyargs]])


    def show(self, function):
        self.shown.append((function.name, ast.dump(function.args), ast.get_docstring(function)))


class _Source(_Lines):
    def visit(self, statement, depth):
        if isinstance(statement, (ast.Import, ast.ImportFrom)) and not depth:
            self.take(statement)
        elif isinstance(statement, ast.FunctionDef) and any(_is_marker(mark) for mark in statement.decorator_list):
            self.take_header(statement)
            self.show(statement)


class _Output(_Lines):
    def visit(self, statement, depth):
        if not depth and (isinstance(statement, (ast.Import, ast.ImportFrom)) or _is_prelude(statement)):
            self.take(statement)
        elif isinstance(statement, ast.FunctionDef):
            if _BODY.match(statement.name):
                self.take_header(statement)
            elif _is_wrapper(statement):
                self.take(statement)
                self.show(statement)


def _is_marker(decorator):
    function = decorator.func if isinstance(decorator, ast.Call) else decorator
    return isinstance(function, ast.Name) and function.id == "concurrent"


def _is_wrapper(function):
    last = function.body[-1]
    return isinstance(last, ast.Return) and bool(re.search(r"\b_?_\w+_body\b", ast.dump(last)))


def _is_prelude(statement):
    if isinstance(statement, (ast.FunctionDef, ast.ClassDef)):
        return statement.name.startswith("_") and not _BODY.match(statement.name)
    if isinstance(statement, ast.Assign) and len(statement.targets) == 1:
        target = statement.targets[0]
        return isinstance(target, ast.Name) and target.id.startswith("_") or isinstance(target, ast.Attribute) and target.attr == "excepthook"
    return False


def generate(seed):
    """A module whose concurrent functions and methods touch nothing but what they are given."""
    rng = random.Random(seed)
    lines = ["# Nothing here is shared.", "from lockweave import concurrent", "", f"FACTOR = {rng.randint(2, 9)}", ""]
    calls = []
    for number in range(rng.randint(1, 4)):
        name = f"work{number}"
        if rng.random() < 0.3:
            lines += ["", f"class Maker{number}:", '    """Has a method."""', ""]
            lines += _function(rng, name, "    ", ["self", "n: int"])
            calls.append(f"Maker{number}().{name}({rng.randint(1, 9)})")
        else:
            more = rng.choice(([], ["m: int = 2"], ["*", "m: int = 3"], ["*rest: int"], ["m: int = 1", "**named: int"]))
            lines += _function(rng, name, "", ["n: int", *more])
            calls.append(f"{name}({rng.randint(1, 9)})")
    lines += ["", "def main() -> None:"]
    lines += [f"    future{number} = {call}" for number, call in enumerate(calls)]
    lines += [f"    print(future{number}.result())" for number in range(len(calls))]
    lines += ["", "", 'if __name__ == "__main__":', "    main()"]
    return "\n".join(lines) + "\n"


def _function(rng, name, indent, parameters):
    quotes = rng.choice(('"', "'"))
    body = [f"{quotes * 3}Work on n.{quotes * 3}"] if rng.random() < 0.5 else []
    for _ in range(rng.randint(1, 4)):
        body += rng.choice(
            (
                ["n = n * FACTOR  # scaled"],
                ["parts = [n, n + 1]", "parts.append(len(parts))", "n = sum(parts)"],
                ["if n > 50:", "    return n", "", "n += 1"],
                ["for i in range(3):", "    n += i   # three", "else:", "    n -= 1"],
                ["try:", "    n //= n - 5", "except ZeroDivisionError:", "    n = 0"],
                ["table = {", "    n: 1,", "    'b': 2,", "}", "n += len( table )"],
                ["with open(__file__) as file:", "    n += len(file.readline())"],
                ["def inner(k: int) -> int:", "    return k + n", "", "n = inner(2)"],
            )
        )
    body.append("return n")
    lines = ["", f"{indent}@concurrent", f"{indent}def {name}({', '.join(parameters)}) -> int:"]
    return lines + [f"{indent}    {line}" if line else "" for line in body] + [""]
