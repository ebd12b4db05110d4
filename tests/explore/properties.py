"""What holds for every output, read off its own syntax: locks are released on every path, and taken in one order.

A lock is a global `..._lock` of the output, or an attribute of its lock module. `acquire` stands only in front of a `try` whose
`finally` begins with the releases, in the opposite order (under `if _held:` where a branch releases early); all else is `with`. The order is that of
all pairs (held, taken), in one section or below one, over all modules of a program: it must have no cycle.
"""

import ast
import re

_IS_LOCK = re.compile(r"(^|\.)_\w*_lock(_\d+)?$|^_locks\.")


def faults(files):
    """`files`: name to text of one program's outputs."""
    found = []
    pairs = {}
    for name, text in sorted(files.items()):
        tree = ast.parse(text, name)
        for node in ast.walk(tree):
            for field in ("body", "orelse", "finalbody"):
                block = getattr(node, field, None)
                if isinstance(block, list):
                    found.extend(f"{name}:{line}: {what}" for line, what in _unreleased(block))
        _order(tree, [], pairs, name)
        found.extend(f"{name}:{line}: waits under {lock}" for line, lock in _waits_under(tree))
    found.extend(_cycles(pairs))
    return found


def _lock(expression):
    text = _text(expression)
    if text is None:
        return None
    return text if _IS_LOCK.search(text) else None


def _text(expression):
    if isinstance(expression, ast.Name):
        return expression.id
    if isinstance(expression, ast.Attribute):
        inner = _text(expression.value)
        return f"{inner}.{expression.attr}" if inner else None
    return None


def _called(statement, method):
    if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call):
        function = statement.value.func
        if isinstance(function, ast.Attribute) and function.attr == method:
            return _lock(function.value)
    return None


def _unreleased(block):
    """Acquires that are not followed by a `try` whose `finally` releases them."""
    taken = []
    for statement in block:
        lock = _called(statement, "acquire")
        if lock:
            taken.append((statement.lineno, lock))
            continue
        if taken and _is_flag(statement):
            continue
        if taken:
            released = [_called(end, "release") for end in _ending(statement)]
            wanted = [lock for _, lock in reversed(taken)]
            if released[: len(wanted)] != wanted:
                yield taken[0][0], f"{', '.join(wanted)} acquired, and not released by a finally in the opposite order"
            taken = []
    if taken:
        yield taken[0][0], "acquired at the end of a block"


def _is_flag(statement):
    """`_held = True`, of a section that a branch leaves early."""
    return isinstance(statement, ast.Assign) and isinstance(statement.value, ast.Constant) and statement.value.value is True


def _ending(statement):
    """The statements of `finally`, those under `if _held:` included."""
    ending = statement.finalbody if isinstance(statement, ast.Try) else []
    if ending and isinstance(ending[0], ast.If) and isinstance(ending[0].test, ast.Name):
        return ending[0].body + ending[1:]
    return ending


def _order(node, held, pairs, name):
    """Walks in the order of execution; `held` are the locks around `node`."""
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
        held = []
    if isinstance(node, ast.With):
        for item in node.items:
            lock = _lock(item.context_expr)
            if lock:
                held = _take(lock, held, pairs, name, node.lineno)
    for field in ("body", "orelse", "finalbody", "handlers", "cases"):
        block = getattr(node, field, None)
        if not isinstance(block, list):
            continue
        inner = held
        for statement in block:
            lock = _called(statement, "acquire")
            if lock:
                inner = _take(lock, inner, pairs, name, statement.lineno)
                continue
            _order(statement, inner, pairs, name)
            if isinstance(statement, ast.Try):
                inner = held


def _take(lock, held, pairs, name, line):
    own = lock if lock.startswith("_locks.") else f"{name}:{lock}"
    if own in held:
        return held
    for other in held:
        pairs.setdefault((other, own), f"{name}:{line}")
    return [*held, own]


def _waits_under(tree):
    """`.result()` in the text of a section."""
    for node in ast.walk(tree):
        if isinstance(node, ast.With):
            locks = [_lock(item.context_expr) for item in node.items]
            if any(locks):
                yield from ((line, locks[0]) for line in _results(node.body))
        if isinstance(node, ast.Try) and any(_called(end, "release") for end in node.finalbody):
            yield from ((line, _called(node.finalbody[0], "release")) for line in _results(node.body))


def _results(block):
    for statement in block:
        if isinstance(statement, (ast.FunctionDef, ast.ClassDef)):
            continue
        for node in ast.walk(statement):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "result":
                if not node.args and not node.keywords:
                    yield node.lineno


def _cycles(pairs):
    """A cycle in the order, if there is one."""
    after = {}
    for first, second in pairs:
        after.setdefault(first, set()).add(second)
    for start in sorted(after):
        seen, open_ = set(), [start]
        while open_:
            for lock in after.get(open_.pop(), ()):
                if lock == start:
                    yield f"{start} is taken before and after another lock: {', '.join(f'{a} then {b} at {at}' for (a, b), at in pairs.items() if start in (a, b))}"
                    return
                if lock not in seen:
                    seen.add(lock)
                    open_.append(lock)
