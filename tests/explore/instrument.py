"""Where a program may be interrupted: points put into its syntax tree.

`points` is for outputs: a point before each statement, after each read of a shared name, attribute or element, and between the read
and the write of `x += 1`. Finer than lines, and the same on every Python.

`units` is for sources, run serially: a border before each statement of ordinary code, none within one. A border does nothing in a
body, except in one with `with atomic:` blocks, outside of them. A statement of ordinary code that ends with `# one unit` is one as a
whole, whatever it contains or calls; `# one unit with the next` takes the next statement to it.
"""

import ast
import copy

POINT, VALUE, READ, USE = "__explore_point__", "__explore_value__", "__explore_read__", "__explore_use__"
WROTE, BORDER, ONE, IN_PLACE = "__explore_wrote__", "__explore_border__", "__explore_one__", "__explore_in_place__"
GET, SET = "__explore_get__", "__explore_set__"

# Builtins that look into what they are given.
LOOKING = frozenset("len sum sorted list tuple set dict min max any all".split())


def points(text, file, shared):
    """Code of an output. `shared` are the names of globals that are data."""
    tree = ast.parse(text, file)
    return compiled(tree, file, shared)


def compiled(tree, file, shared):
    tree = _Points(shared, variables(tree)).visit(tree)
    ast.fix_missing_locations(tree)
    return compile(tree, file, "exec", dont_inherit=True)


def units(text, file, shared):
    """Code of a source, to be run serially."""
    tree = ast.parse(text, file)
    tree = _Units(shared, variables(tree), text.splitlines()).visit(tree)
    ast.fix_missing_locations(tree)
    return compile(tree, file, "exec", dont_inherit=True)


def shared_names(tree):
    """What holds data that others may hold too: see `variables`; and locals that may."""
    names = variables(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            names.update(_passed_along(node))
    return names


def variables(tree):
    """The globals that hold data: assigned at module level to something else than a lock or a pool, or declared `global`."""
    names = set()
    for statement in tree.body:
        if isinstance(statement, ast.Assign):
            targets, value = statement.targets, statement.value
        elif isinstance(statement, (ast.AnnAssign, ast.AugAssign)):
            targets, value = [statement.target], statement.value
        else:
            continue
        if not _makes_machinery(value):
            names.update(target.id for target in targets if isinstance(target, ast.Name))
    for node in ast.walk(tree):
        if isinstance(node, (ast.Global, ast.Nonlocal)):
            names.update(node.names)
    return names


def _told(name, data):
    """A name as the hooks get it: `?` in front of one that is a local here and there, of which no two are the same variable."""
    return name if name in data else f"?{name}"


def _passed_along(function):
    """Locals that may hold what others hold too: parameters that are no numbers, containers made here, what nested functions read."""
    for parameter in function.args.args:
        if parameter.arg not in ("self", "cls") and not (isinstance(parameter.annotation, ast.Name) and parameter.annotation.id == "int"):
            yield parameter.arg
    nested = any(isinstance(statement, ast.FunctionDef) for statement in function.body)
    for statement in function.body:
        if isinstance(statement, ast.Assign) and (nested or isinstance(statement.value, (ast.List, ast.Dict))):
            yield from (target.id for target in statement.targets if isinstance(target, ast.Name) and not target.id.startswith("_"))


def _makes_machinery(value):
    if not isinstance(value, ast.Call):
        return False
    name = value.func.attr if isinstance(value.func, ast.Attribute) else getattr(value.func, "id", "")
    return name in ("RLock", "Lock", "ThreadPoolExecutor", "TypeVar", "ParamSpec")


def _call(name, *arguments):
    return ast.Call(func=ast.Name(id=name, ctx=ast.Load()), args=list(arguments), keywords=[])


def _statement(name, *arguments):
    return ast.Expr(value=_call(name, *arguments))


def _starts_with_docstring(body):
    return bool(body) and isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant)


class _Blocks(ast.NodeTransformer):
    """Visits every block of statements."""

    def visit_Module(self, node):
        node.body = self.block(node.body, top=True)
        return node

    def block(self, body, top=False):
        raise NotImplementedError

    def blocks_of(self, node):
        for field in ("body", "orelse", "finalbody"):
            statements = getattr(node, field, None)
            if isinstance(statements, list) and statements and isinstance(statements[0], ast.stmt):
                setattr(node, field, self.block(statements))
        for handler in getattr(node, "handlers", ()):
            handler.body = self.block(handler.body)
        for case in getattr(node, "cases", ()):
            case.body = self.block(case.body)


def _before_first(body, top):
    """How many statements must stay first: the docstring, and imports from `__future__`."""
    count = 1 if _starts_with_docstring(body) else 0
    while top and count < len(body) and isinstance(body[count], ast.ImportFrom) and body[count].module == "__future__":
        count += 1
    return count


class _Points(_Blocks):
    def __init__(self, shared, data):
        self.shared = shared
        self.data = data

    def block(self, body, top=False):
        first = _before_first(body, top)
        made = body[:first]
        for statement in body[first:]:
            wrote = list(self._wrote(statement))
            made.append(ast.copy_location(_statement(POINT), statement))
            made.append(self.visit(statement))
            made.extend(wrote)
        return made

    def _wrote(self, statement):
        """What tells of globals, attributes and elements that were written."""
        if isinstance(statement, (ast.Assign, ast.AugAssign, ast.AnnAssign)):
            targets = list(statement.targets) if isinstance(statement, ast.Assign) else [statement.target]
            while targets:
                target = targets.pop()
                if isinstance(target, ast.Tuple):
                    targets.extend(target.elts)
                elif isinstance(target, ast.Attribute):
                    yield ast.copy_location(_statement(WROTE, _text(None)), statement)
                    if _is_chain(target.value) and _is_plain(target.attr):
                        yield ast.copy_location(_statement(SET, copy.deepcopy(target.value), _text(target.attr)), statement)
                elif isinstance(target, ast.Subscript):
                    yield ast.copy_location(_statement(WROTE, _text(None)), statement)
                    if _is_chain(target.value):
                        yield ast.copy_location(_statement(USE, copy.deepcopy(target.value), _text("__setitem__")), statement)
                elif isinstance(target, ast.Name) and target.id in self.shared:
                    yield ast.copy_location(_statement(WROTE, _text(_told(target.id, self.data))), statement)

    def generic_visit(self, node):
        if isinstance(node, ast.stmt) or hasattr(node, "body") and isinstance(getattr(node, "body"), list):
            self.blocks_of(node)
            for field, value in ast.iter_fields(node):
                if field in ("body", "orelse", "finalbody", "handlers", "cases") and isinstance(value, list):
                    continue
                self._visit_field(node, field, value)
            return node
        return super().generic_visit(node)

    def _visit_field(self, node, field, value):
        if isinstance(value, list):
            setattr(node, field, [self.visit(item) if isinstance(item, ast.AST) else item for item in value])
        elif isinstance(value, ast.AST):
            setattr(node, field, self.visit(value))

    def visit_ExceptHandler(self, node):
        node.type = self.visit(node.type) if node.type is not None else None
        return node

    def visit_match_case(self, node):
        node.guard = self.visit(node.guard) if node.guard is not None else None
        return node

    def visit_arguments(self, node):
        # Annotations and defaults belong to the definition.
        return node

    def visit_FunctionDef(self, node):
        node.body = self.block(node.body)
        return node

    visit_AsyncFunctionDef = visit_FunctionDef

    def visit_AnnAssign(self, node):
        node.value = self.visit(node.value) if node.value is not None else None
        return node

    def visit_AugAssign(self, node):
        node.value = ast.copy_location(_call(VALUE, self.visit(node.value)), node.value)
        return node

    def visit_Name(self, node):
        if isinstance(node.ctx, ast.Load) and node.id in self.shared:
            return ast.copy_location(_call(READ, node, _text(_told(node.id, self.data))), node)
        return node

    def visit_Attribute(self, node):
        self.generic_visit(node)
        if not isinstance(node.ctx, ast.Load):
            return node
        if _is_plain(node.attr):
            return ast.copy_location(_call(GET, node.value, _text(node.attr)), node)
        return ast.copy_location(_call(VALUE, node), node)

    def visit_Subscript(self, node):
        self.generic_visit(node)
        if isinstance(node.ctx, ast.Load):
            node.value = ast.copy_location(_call(USE, node.value, _text("__getitem__")), node)
            return ast.copy_location(_call(VALUE, node), node)
        return node

    def visit_Call(self, node):
        function = node.func
        node.args = [self.visit(argument) for argument in node.args]
        for keyword in node.keywords:
            keyword.value = self.visit(keyword.value)
        if isinstance(function, ast.Name) and function.id in LOOKING and len(node.args) == 1 and not isinstance(node.args[0], ast.Starred):
            node.args[0] = ast.copy_location(_call(USE, node.args[0], _text("__iter__")), node)
        if isinstance(function, ast.Attribute):
            # `log.append(x)`: the receiver is read, and the call is what uses it.
            receiver = self.visit(function.value)
            node.func = ast.copy_location(
                ast.Attribute(value=_call(USE, receiver, _text(function.attr)), attr=function.attr, ctx=ast.Load()), function
            )
        return node

    def visit_JoinedStr(self, node):
        for value in node.values:
            if isinstance(value, ast.FormattedValue):
                value.value = self.visit(value.value)
        return node


def _is_chain(expression):
    """A name, or attributes of one: reading it again changes nothing."""
    while isinstance(expression, ast.Attribute):
        expression = expression.value
    return isinstance(expression, ast.Name)


def _is_plain(name):
    """Whether `getattr` finds it: a private name is another one in its class."""
    return not name.startswith("__") or name.endswith("__")


def _text(value):
    return ast.Constant(value=value, kind=None)


class _Units(_Points):
    """As `_Points`, with borders instead of points before statements; its reads only tell that a unit has touched something."""

    def __init__(self, shared, data, lines):
        super().__init__(shared, data)
        self.lines = lines

    def block(self, body, top=False):
        first = _before_first(body, top)
        made = body[:first]
        at = first
        while at < len(body):
            group = [body[at]]
            while self._says(body[at], "# one unit with the next") and at + 1 < len(body):
                at += 1
                group.append(body[at])
            at += 1
            is_one = len(group) > 1 or self._says(group[0], "# one unit")
            made.extend(self._border(group[0]))
            visited = []
            for statement in group:
                wrote = list(self._wrote(statement))
                visited.append(self.visit(statement))
                visited.extend(wrote)
            made.extend(self._one(visited) if is_one else visited)
        return made

    def _says(self, statement, words):
        return self.lines[statement.lineno - 1].endswith(words)

    def _one(self, statements):
        item = ast.withitem(context_expr=ast.Name(id=ONE, ctx=ast.Load()), optional_vars=None)
        yield ast.copy_location(ast.With(items=[item], body=statements, type_comment=None), statements[0])

    def _border(self, statement):
        if not isinstance(statement, _NO_UNITS) and _touches(statement, self.shared):
            yield ast.copy_location(_statement(BORDER, self._waited(statement)), statement)

    def _waited(self, statement):
        """The futures whose results a simple statement takes: waited for at its border, so that the statement itself is one unit. Given
        as a function, since the names may not be bound yet."""
        names = [] if hasattr(statement, "body") else [copy.deepcopy(name) for name in _futures_in(statement)]
        if not names:
            return _text(None)
        return _lambda(ast.List(elts=names, ctx=ast.Load()))

    def visit_Call(self, node):
        is_result = isinstance(node.func, ast.Attribute) and node.func.attr == "result"
        super().visit_Call(node)
        if is_result:
            receiver = node.func.value.args[0]  # inside of what `_Points` has put around it
            if isinstance(receiver, ast.Call) and not _is_ours(receiver):
                node.func.value.args[0] = ast.copy_location(_call(IN_PLACE, _lambda(receiver)), receiver)
        return node


def _lambda(body):
    arguments = ast.arguments(posonlyargs=[], args=[], vararg=None, kwonlyargs=[], kw_defaults=[], kwarg=None, defaults=[])
    return ast.Lambda(args=arguments, body=body)


def _is_ours(call):
    return isinstance(call.func, ast.Name) and call.func.id.startswith("__explore_")


def _touches(statement, shared):
    """Whether a statement, or the header of a compound one, may touch what is shared; else its place among the units is all the same."""
    nodes = [statement]
    while nodes:
        node = nodes.pop()
        if isinstance(node, ast.Name) and node.id in shared or isinstance(node, (ast.Attribute, ast.Subscript)):
            return True
        if isinstance(node, ast.Call) and not (isinstance(node.func, ast.Name) and node.func.id in ("print", "range", "len", "list", "ValueError", "KeyError")):
            return True
        nodes.extend(child for child in ast.iter_child_nodes(node) if not isinstance(child, (ast.stmt, ast.ExceptHandler)))
    return False


_NO_UNITS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Import, ast.ImportFrom, ast.Global, ast.Nonlocal, ast.Pass)


def _futures_in(statement):
    """`f` of `f.result()`, `fs[0]` of `fs[0].result()`, `fs` of `[f.result() for f in fs]`."""
    sources = {}
    for node in ast.walk(statement):
        if isinstance(node, ast.comprehension) and isinstance(node.target, ast.Name):
            sources[node.target.id] = node.iter
    for node in ast.walk(statement):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in ("result", "exception"):
            future = node.func.value
            if isinstance(future, ast.Name):
                yield sources.get(future.id, future)
            elif isinstance(future, ast.Subscript):
                yield future


def parsed(text, file):
    return ast.parse(text, file)
