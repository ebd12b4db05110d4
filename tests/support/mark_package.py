"""Make functions of a package concurrent, and let their callers wait, so that they notice nothing.

    python mark_package.py FOLDER FUNCTIONS

FUNCTIONS is a JSON object: each key names a file in FOLDER, each value the qualified names of functions in it. Each gets
`@concurrent` and above that a decorator that calls `.result()`. What both need is imported, the decorator from a module that
is written beside the file's package.
"""

import ast
import json
import pathlib
import sys

WAITED = '''"""Lets callers of concurrent functions have values, as they always had."""

import functools


def waited(function):
    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        return function(*args, **kwargs).result()

    return wrapper
'''


def main():
    folder, functions = pathlib.Path(sys.argv[1]), json.loads(sys.argv[2])
    for name, wanted in functions.items():
        path = folder / name
        path.write_text(marked(path.read_text(encoding="utf-8"), wanted), encoding="utf-8")
        path.with_name("_waited.py").write_text(WAITED, encoding="utf-8")


def marked(text, wanted):
    lines = text.splitlines(keepends=True)
    tree = ast.parse(text)
    functions = dict(named(tree, ""))
    for function in sorted((functions[name] for name in wanted), key=lambda function: -function.lineno):
        indent = " " * function.col_offset
        lines[function.lineno - 1 : function.lineno - 1] = [f"{indent}@waited\n", f"{indent}@concurrent\n"]
    lines[first_line(tree) : first_line(tree)] = [
        "from lockweave import concurrent\n",
        "from ._waited import waited\n",
    ]
    return "".join(lines)


def named(node, prefix):
    for child in ast.iter_child_nodes(node):
        if isinstance(child, (ast.FunctionDef, ast.ClassDef)):
            name = prefix + child.name
            yield name, child
            yield from named(child, name + ".")


def first_line(tree):
    """The line after the docstring and the imports from `__future__`."""
    line = 0
    for statement in tree.body:
        is_docstring = isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
        if is_docstring or (isinstance(statement, ast.ImportFrom) and statement.module == "__future__"):
            line = statement.end_lineno
        else:
            break
    return line


if __name__ == "__main__":
    main()
