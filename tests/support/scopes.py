"""What CPython's symtable makes of some files.

    python scopes.py FILES RESULT

FILES is a JSON list of paths. RESULT gets a JSON list: for each file that compiles its path and its module's scope. A scope is
`name`, `symbols` (a name's meaning: "local", "free" or "global") and `children`, in order.
"""

import json
import symtable
import sys
import warnings


def main():
    warnings.simplefilter("ignore")
    sys.setrecursionlimit(10_000)
    files, result = sys.argv[1:]
    with open(files, encoding="utf-8") as file:
        paths = json.load(file)
    found = []
    for path in paths:
        try:
            with open(path, "rb") as file:
                found.append([path, scope(symtable.symtable(file.read(), path, "exec"), is_module=True)])
        except (SyntaxError, ValueError):
            continue
    with open(result, "w", encoding="utf-8") as file:
        json.dump(found, file)


def scope(table, is_module=False):
    symbols = {symbol.get_name(): meaning(symbol, is_module) for symbol in table.get_symbols() if is_written(symbol)}
    # Siblings in the order of their lines, whatever order the compiler meets them in.
    children = sorted(table.get_children(), key=symtable.SymbolTable.get_lineno)
    return {"name": table.get_name(), "symbols": symbols, "children": [scope(child) for child in children]}


def is_written(symbol):
    """Whether the name stands in the source, and is not one that the compiler adds."""
    name = symbol.get_name()
    return not name.startswith(".") and not name.startswith("__class") and not name.startswith("__conditional_")


def meaning(symbol, is_module):
    if is_module or symbol.is_declared_global():
        return "global"
    if symbol.is_free():
        return "free"
    # In a function that is named as the module's table, `top`, what is local counts as global too.
    return "local" if symbol.is_local() else "global"


if __name__ == "__main__":
    main()
