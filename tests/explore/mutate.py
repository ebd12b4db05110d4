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


def mutants(text):
    """(kind, section, mutated tree) for each."""
    tree, lines = ast.parse(text), text.splitlines()
    for number, section in enumerate(_sections(tree)):
        section.cut = _cut(section, lines)
        for kind, change in _changes(section):
            mutated = copy.deepcopy(tree)
            change(list(_sections(mutated))[number])
            _add_lock(mutated)
            ast.fix_missing_locations(mutated)
            yield kind, section, mutated


def can_show(kind, section, file, rivals):
    """Whether a run can show a mistake of this kind in a section: see `contention.py`."""
    where = (file, section.lines)
    if kind == "order swapped":
        return rivals.has_rival_for_two(*where, section.locks)
    if kind == "one lock of several dropped":
        return rivals.is_contested_beside(*where, section.locks[0], section.locks[1:])
    if kind == "wait under the lock":
        return True
    contested = rivals.contested(*where, section.locks)
    body = section.body
    cut = section.cut or 0
    parts = {"taken late": [body[:1]], "released early": [body[-1:]], "cut in two": [body[:cut], body[cut:]]}
    return all(contested & _lines_of(part) for part in parts.get(kind, [body]))


def _lines_of(statements):
    return set(range(statements[0].lineno, statements[-1].end_lineno + 1))


def _cut(section, lines):
    """Where a section can be cut so that what the contract makes one is two: anywhere in a body; in ordinary code, whose statements
    are units of their own, only behind a comment that says so. None where that is nowhere."""
    body = section.body
    if section.explicit:
        return len(body) // 2 if len(body) > 1 else None
    bound = (at for at in range(1, len(body)) if lines[body[at - 1].end_lineno - 1].endswith("# one unit with the next"))
    return next(bound, None)


class Section:
    """Statements under locks: `block[first:last]` is what takes, holds and releases them."""

    def __init__(self, block, first, last, locks, body, explicit):
        self.block = block
        self.first = first
        self.last = last
        self.locks = locks
        self.body = body
        self.explicit = explicit
        self.cut = None
        self.line = block[first].lineno
        self.lines = range(self.line, body[0].lineno)

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
            items = [ast.withitem(context_expr=_expression(lock), optional_vars=None) for lock in locks]
            return [ast.With(items=items, body=statements, type_comment=None)]
        releases = [_call(lock, "release") for lock in reversed(locks)]
        return [
            *[_call(lock, "acquire") for lock in locks],
            ast.Try(body=statements, handlers=[], orelse=[], finalbody=releases),
        ]


def _call(lock, method):
    function = ast.Attribute(value=_expression(lock), attr=method, ctx=ast.Load())
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
            yield Section(block, start, at + 1, locks, block[at].body, True)
        elif at < len(block) and isinstance(block[at], ast.With):
            names = [_lock(item.context_expr) for item in block[at].items]
            if all(names):
                yield Section(block, at, at + 1, names, block[at].body, False)
        at += 1


def _lock_of(statement, method):
    if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call):
        function = statement.value.func
        if isinstance(function, ast.Attribute) and function.attr == method:
            return _lock(function.value)
    return None


def _lock(expression):
    """A lock as the output writes it: `_hits_lock`, `_locks.hits`, `self._lock`; None for anything else."""
    text = _text(expression)
    return text if text is not None and re.search(r"_lock(_\d+)?$|^_locks\.", text) else None


def _text(expression):
    if isinstance(expression, ast.Name):
        return expression.id
    inner = _text(expression.value) if isinstance(expression, ast.Attribute) else None
    return f"{inner}.{expression.attr}" if inner else None


def _expression(lock):
    return ast.parse(lock, mode="eval").body


def _changes(section):
    body, locks = section.body, section.locks
    yield "lock dropped" if section.explicit else "guard missed", lambda s: s.write(s.body)
    yield "wrong lock", lambda s: s.write(([OTHER], s.body))
    if len(body) > 1:
        yield "taken late", lambda s: s.write(s.body[:1], (s.locks, s.body[1:]))
        if not isinstance(body[-1], (ast.Break, ast.Continue)):
            yield "released early", lambda s: s.write((s.locks, s.body[:-1]), s.body[-1:])
    if section.cut is not None:
        yield "cut in two", lambda s: s.write((s.locks, s.body[: section.cut]), (s.locks, s.body[section.cut :]))
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
