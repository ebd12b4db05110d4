"""Woven programs broken on purpose, one place at a time: what the exploration must notice.

Each mutant is a kind of mistake that a weaver can make, made in one section of one output. Some change nothing (a lock that a caller
holds already, a lock that nobody competes for): the figures are in `docs/verification.md`.
"""

import ast
import copy
import re

KINDS = (
    "lock dropped", "guard missed", "taken late", "released early", "cut in two", "one lock of several dropped", "order swapped",
    "wrong lock", "wait under the lock",
)
OTHER = "_another_lock"


def mutants(tree):
    """(kind, line, mutated tree) for each."""
    for number, section in enumerate(_sections(tree)):
        for kind, change in _changes(section):
            mutated = copy.deepcopy(tree)
            change(list(_sections(mutated))[number])
            _add_lock(mutated)
            ast.fix_missing_locations(mutated)
            yield kind, section.line, mutated


class _Section:
    """Statements under locks: `block[first:last]` is what takes, holds and releases them."""

    def __init__(self, block, first, last, locks, body, explicit):
        self.block = block
        self.first = first
        self.last = last
        self.locks = locks
        self.body = body
        self.explicit = explicit
        self.line = block[first].lineno

    def write(self, *parts):
        """Put these in its place: lists of statements, or (locks, statements) that are held."""
        statements = []
        for part in parts:
            statements.extend(part if isinstance(part, list) else self._held(*part))
        self.block[self.first : self.last] = statements or [ast.Pass()]

    def _held(self, locks, statements):
        if not statements:
            return []
        if not self.explicit:
            items = [ast.withitem(context_expr=ast.Name(id=lock, ctx=ast.Load()), optional_vars=None) for lock in locks]
            return [ast.With(items=items, body=statements, type_comment=None)]
        releases = [_call(lock, "release") for lock in reversed(locks)]
        return [
            *[_call(lock, "acquire") for lock in locks],
            ast.Try(body=statements, handlers=[], orelse=[], finalbody=releases),
        ]


def _call(lock, method):
    function = ast.Attribute(value=ast.Name(id=lock, ctx=ast.Load()), attr=method, ctx=ast.Load())
    return ast.Expr(value=ast.Call(func=function, args=[], keywords=[]))


def _sections(tree):
    for node in ast.walk(tree):
        for field in ("body", "orelse", "finalbody"):
            block = getattr(node, field, None)
            if isinstance(block, list):
                yield from _sections_of(block)


def _sections_of(block):
    at = 0
    while at < len(block):
        start = at
        locks = []
        while at < len(block) and _lock_of(block[at], "acquire"):
            locks.append(_lock_of(block[at], "acquire"))
            at += 1
        if locks and at < len(block) and isinstance(block[at], ast.Try):
            yield _Section(block, start, at + 1, locks, block[at].body, True)
        elif at < len(block) and isinstance(block[at], ast.With):
            names = [item.context_expr.id for item in block[at].items if isinstance(item.context_expr, ast.Name)]
            names = [name for name in names if re.search(r"_lock(_\d+)?$", name)]
            if names and len(names) == len(block[at].items):
                yield _Section(block, at, at + 1, names, block[at].body, False)
        at += 1


def _lock_of(statement, method):
    if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call):
        function = statement.value.func
        if isinstance(function, ast.Attribute) and function.attr == method and isinstance(function.value, ast.Name):
            return function.value.id
    return None


def _changes(section):
    body, locks = section.body, section.locks
    yield "lock dropped" if section.explicit else "guard missed", lambda s: s.write(s.body)
    yield "wrong lock", lambda s: s.write(([OTHER], s.body))
    if len(body) > 1:
        yield "taken late", lambda s: s.write(s.body[:1], (s.locks, s.body[1:]))
        yield "cut in two", lambda s: s.write((s.locks, s.body[: len(s.body) // 2]), (s.locks, s.body[len(s.body) // 2 :]))
        if not isinstance(body[-1], (ast.Break, ast.Continue)):
            yield "released early", lambda s: s.write((s.locks, s.body[:-1]), s.body[-1:])
    if len(locks) > 1:
        yield "order swapped", lambda s: s.write((s.locks[::-1], s.body))
        yield "one lock of several dropped", lambda s: s.write((s.locks[1:], s.body))
    before = section.block[section.first - 1] if section.first else None
    if before is not None and _waits(before):
        yield "wait under the lock", _pull_in


def _pull_in(section):
    wait = section.block[section.first - 1]
    section.first -= 1
    section.write((section.locks, [wait, *section.body]))


def _waits(statement):
    if isinstance(statement, (ast.Expr, ast.Assign)):
        for node in ast.walk(statement):
            if isinstance(node, ast.Attribute) and node.attr == "result":
                return True
    return False


def _add_lock(tree):
    at = 0
    while at < len(tree.body) and (
        isinstance(tree.body[at], (ast.Import, ast.ImportFrom))
        or isinstance(tree.body[at], ast.Expr) and isinstance(tree.body[at].value, ast.Constant)
    ):
        at += 1
    tree.body.insert(at, ast.parse(f"import threading\n{OTHER} = threading.RLock()").body[1])
    tree.body.insert(at, ast.parse("import threading").body[0])
