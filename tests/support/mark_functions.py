"""Put a bare `@concurrent` on every function of some files that can take one.

    python mark_functions.py FILES OUT

FILES is a JSON object: each key names a source file, each value the name that its marked copy gets in OUT. Prints how many
functions were marked. Not marked: generators and async functions, special methods, and all functions of a file in which the name
`concurrent` stands for something.
"""

import ast
import json
import os
import sys
import tokenize
import warnings


def main():
    warnings.simplefilter("ignore")
    files, out = sys.argv[1:]
    with open(files, encoding="utf-8") as file:
        names = json.load(file)
    marked = 0
    for path, name in sorted(names.items()):
        with tokenize.open(path) as file:
            text = file.read()
        lines, count = with_markers(text)
        marked += count
        with open(os.path.join(out, name), "w", encoding="utf-8", newline="") as file:
            file.write("".join(lines))
    print(marked)


def with_markers(text):
    lines = [line + "\n" for line in text.split("\n")]
    nodes = list(ast.walk(ast.parse(text)))
    wanted = [] if any(map(names_concurrent, nodes)) else [node for node in nodes if can_be_concurrent(node)]
    if text.startswith("\ufeff") or any("coding" in line for line in lines[:2]):
        # The copy is written as UTF-8, so what was said about the encoding goes.
        lines[:2] = [line.replace("coding", "c0ding") for line in lines[:2]]
    for node in sorted(wanted, key=lambda node: -node.lineno):
        line = lines[node.lineno - 1]
        indent = line[: len(line) - len(line.lstrip())]
        lines.insert(node.lineno - 1, indent + "@concurrent\n")
    return lines, len(wanted)


def names_concurrent(node):
    """Whether a bare `concurrent` could be something else than the marker in this file."""
    if isinstance(node, ast.alias):
        return (node.asname or node.name).split(".")[0] == "concurrent"
    return isinstance(node, ast.Name) and node.id == "concurrent"


def can_be_concurrent(node):
    if not isinstance(node, ast.FunctionDef):
        return False
    if node.name.startswith("__") and node.name.endswith("__"):
        return False
    return not any(isinstance(inner, (ast.Yield, ast.YieldFrom)) for inner in own_nodes(node))


def own_nodes(function):
    """The nodes of a function's body, without those of scopes inside it."""
    waiting = list(function.body)
    while waiting:
        node = waiting.pop()
        yield node
        if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)):
            waiting.extend(ast.iter_child_nodes(node))


if __name__ == "__main__":
    main()
