"""What Python's own symtable says about every file of its standard library: the minor version of this Python,
then a line of JSON for each file.

A line is [path, scopes]; a scope is [path of names, line, type, locals, free names, globals]. Files that are no UTF-8 or
that this Python can't compile are left out.
"""

import json
import os
import symtable
import sys
import sysconfig
import warnings

KINDS = ("function", "class")


def files(root):
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(name for name in folders if name not in ("site-packages", "dist-packages", "__pycache__"))
        for name in sorted(names):
            if name.endswith(".py"):
                yield os.path.join(folder, name)


def scopes(table, path, found):
    kind = getattr(table.get_type(), "value", table.get_type())
    if kind in KINDS:
        path = path + [table.get_name()]
        found.append([path, table.get_lineno(), kind, *names(table, kind)])
    for child in table.get_children():
        scopes(child, path, found)


def names(table, kind):
    if kind == "function":
        return [sorted(part) for part in (table.get_locals(), table.get_frees(), table.get_globals())]
    symbols = table.get_symbols()
    return [
        sorted(s.get_name() for s in symbols if s.is_local()),
        sorted(s.get_name() for s in symbols if s.is_free()),
        sorted(s.get_name() for s in symbols if s.is_global() and not s.is_local()),
    ]


def main():
    print(sys.version_info.minor)
    sys.setrecursionlimit(20000)
    warnings.simplefilter("ignore")
    for path in files(sysconfig.get_paths()["stdlib"]):
        try:
            with open(path, "rb") as file:
                source = file.read()
            source.decode("utf-8-sig")
            # Some errors, a misplaced `__future__` among them, show behind the symbol table only.
            compile(source, path, "exec", dont_inherit=True)
            table = symtable.symtable(source, path, "exec")
        except (SyntaxError, ValueError, RecursionError, OSError):
            continue
        found = []
        scopes(table, [], found)
        print(json.dumps([path, found]))


if __name__ == "__main__":
    main()
