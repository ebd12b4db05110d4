"""Random programs: small modules, or trees of them, whose concurrent functions share state of every kind.

`generate(seed, features)` gives the files of a program, one of few steps if `small` is among the features; the same seed gives the
same files on every Python. Values are small integers, each update depends on what was there, and `main()` prints results and the final state, so that a lost update shows. Comments `# one
unit` stand where the contract makes one section of a read-modify-write or check-then-act of ordinary code; they are borders for the
oracle (see `instrument.py`) and mean nothing to Lockweave.
"""

import random

FEATURES = ("globals", "classes", "instances", "waits", "atomic", "errors", "fields", "arguments", "captured", "defaults", "tree")


def generate(seed, features=FEATURES):
    """File name to text, and the module with `main`."""
    return _Program(random.Random(seed), frozenset(features)).files()


class _Place:
    """A shared location: how it is written in its own module, and what it holds."""

    def __init__(self, kind, text, owner, root=None):
        self.kind = kind  # int, list, dict
        self.text = text
        self.owner = owner  # the module that binds it
        self.root = root  # the global name to declare when rebinding, or None


class _Scope:
    """Where statements are written: the module, whether it is ordinary code, its locals, the globals that it must declare."""

    def __init__(self, module, ordinary, locals_, places):
        self.module = module
        self.ordinary = ordinary
        self.locals = list(locals_)
        self.places = places
        self.declared = set()
        self.futures = []
        self.waits = False
        self.loops = 0
        self.atomic = False
        self.returns = True
        self.level = None  # a body spawns only bodies of higher level


class _Function:
    def __init__(self, name, module, kind, returns):
        self.name = name
        self.module = module
        self.kind = kind
        self.returns = returns
        self.more = ""  # arguments beside the number
        self.level = 0


class _Program:
    def __init__(self, rng, features):
        self.rng = rng
        self.features = features
        self.is_small = "small" in features  # few enough steps that all schedules can be tried
        self.counter = 0
        self.modules = ["program"]
        if "tree" in features and rng.random() < 0.7:
            self.modules = rng.choice((["state", "program"], ["state", "work", "program"]))
        self.entry = self.modules[-1]
        self.headers = {module: [] for module in self.modules}
        self.code = {module: [] for module in self.modules}
        self.places = []
        self.helpers = []
        self.bodies = []
        self.first = []  # statements that main begins with
        self.own_places = []  # places that only main sees, as it writes them

    def fresh(self, prefix):
        self.counter += 1
        return f"{prefix}{self.counter}"

    def pick(self, *weighted):
        """One of (weight, value) pairs."""
        total = sum(weight for weight, _ in weighted)
        draw = self.rng.random() * total
        for weight, value in weighted:
            draw -= weight
            if draw < 0:
                return value
        return weighted[-1][1]

    def chance(self, probability):
        return self.rng.random() < probability

    def small(self):
        return str(self.rng.randint(1, 9))

    # The program as a whole.

    def files(self):
        self.make_places()
        for _ in range(self.rng.randint(0, 1 if self.is_small else 3)):
            self.make_helper()
        for level in reversed(range(self.rng.randint(1, 2 if self.is_small else 3))):
            self.make_body(level)
        special = [kind for kind in ("fields", "arguments", "captured", "defaults") if kind in self.features]
        if special and self.chance(0.8):
            make = {
                "fields": self.make_fields, "arguments": self.make_argument, "captured": self.make_captured, "defaults": self.make_default,
            }
            for kind in self.rng.sample(special, min(len(special), self.rng.randint(1, 1 if self.is_small else 2))):
                make[kind]()
        self.make_main()
        files = {}
        for module in self.modules:
            text = []
            for line in self.imports(module) + self.headers[module]:
                text.append(line)
            for block in self.code[module]:
                text.extend(["", "", *_lines(block, 0)])
            files[f"{module}.py"] = "\n".join(text) + "\n"
        return files, self.entry

    def imports(self, module):
        lines = []
        body = "\n".join("\n".join(_lines(block, 0)) for block in self.code[module])
        markers = [name for name in ("atomic", "concurrent") if f"@{name}" in body or f"with {name}" in body]
        if markers:
            lines.append(f"from lockweave import {', '.join(markers)}")
        for other in self.modules:
            if other != module and f"{other}." in body:
                lines.append(f"import {other}")
        return lines + [""] if lines else lines

    def make_places(self):
        kinds = [kind for kind in ("globals", "globals", "classes", "instances") if kind in self.features]
        for _ in range(self.rng.randint(1, 4)):
            module = self.rng.choice(self.modules)
            {"globals": self.make_global, "classes": self.make_class, "instances": self.make_instance}[self.rng.choice(kinds)](module)

    def make_global(self, module):
        kind = self.pick((5, "int"), (3, "list"), (3, "dict"))
        name = self.fresh({"int": "count", "list": "items", "dict": "table"}[kind])
        self.headers[module].append(f"{name} = {self.initial(kind)}")
        self.places.append(_Place(kind, name, module, name))

    def initial(self, kind):
        values = {"int": ("0", self.small()), "list": ("[]", f"[{self.small()}, {self.small()}]"), "dict": ("{}", f"{{1: {self.small()}}}")}
        return self.rng.choice(values[kind])

    def make_class(self, module):
        name = self.fresh("Stats")
        block = []
        for _ in range(self.rng.randint(1, 2)):
            kind = self.pick((4, "int"), (2, "list"), (2, "dict"))
            attribute = self.fresh("part")
            block.append(f"{attribute} = {self.initial(kind)}")
            self.places.append(_Place(kind, f"{name}.{attribute}", module))
        self.code[module].append([(f"class {name}:", block)])

    def make_instance(self, module):
        """A global that holds an object of an own class, changed by its methods and from outside."""
        name, instance = self.fresh("Account"), self.fresh("account")
        add = [("def add(self, n: int) -> int:", ["self.value = (self.value * 2 + n) % 101", "self.log.append(n)", "return self.value"])]
        twice = [("def twice(self, n: int) -> None:", ["self.add(n)", "self.add(n + 1)"])]
        read = [("def read(self) -> int:", ["return self.value + len(self.log)"])]
        init = [("def __init__(self) -> None:", ["self.value = 0", "self.log = []"])]
        block = [*init, "", *add, "", *twice, "", *read]
        self.code[module].append([(f"class {name}:", block)])
        self.code[module].append([f"{instance} = {name}()"])
        self.places.append(_Place("object", instance, module, instance))
        if self.chance(0.5):
            self.places.append(_Place("int", f"{instance}.value", module))

    # Functions.

    def scope(self, module, ordinary, locals_=()):
        # What comes later in the text may use any place; a module sees those of the modules before it.
        index = self.modules.index(module)
        return _Scope(module, ordinary, locals_, [place for place in self.places if self.modules.index(place.owner) <= index])

    def visible(self, functions, module):
        index = self.modules.index(module)
        return [function for function in functions if self.modules.index(function.module) <= index]

    def called(self, function, module):
        return function.name if function.module == module else f"{function.module}.{function.name}"

    def written(self, place, scope):
        return place.text if place.owner == scope.module else f"{place.owner}.{place.text}"

    def make_helper(self):
        module = self.rng.choice(self.modules)
        name = self.fresh("helper")
        scope = self.scope(module, True, ["n"])
        if not scope.places:
            return
        block = self.block(scope, self.rng.randint(1, 3), 1)
        block.append(f"return {self.value(scope)}")
        self.finish(module, f"def {name}(n: int) -> int:", block, scope)
        self.helpers.append(_Function(name, module, "helper", True))

    def finish(self, module, header, block, scope, decorators=()):
        declared = sorted(scope.declared)
        block = ([f"global {', '.join(declared)}"] if declared else []) + block
        self.code[module].append([*decorators, (header, block)])

    def make_body(self, level):
        module = self.rng.choice(self.modules)
        name = self.fresh("work")
        scope = self.scope(module, False, ["n"])
        if not scope.places:
            return
        scope.level = level
        scope.waits = "waits" in self.features and self.chance(0.5)
        if "atomic" in self.features and self.chance(0.15):
            scope.atomic = True
        block = [("with atomic:", self.block(self.plain(scope), 2, 1))] if scope.atomic and self.chance(0.5) else []
        block += self.block(scope, self.rng.randint(1, 2 if self.is_small else 4), 2)
        if scope.atomic and not (block and block[0][0] == "with atomic:"):
            block.append(("with atomic:", self.block(self.plain(scope), 2, 1)))
        block.append(f"return {self.value(scope)}")
        self.finish(module, f"def {name}(n: int) -> int:", block, scope, ["@concurrent"])
        function = _Function(name, module, "body", True)
        function.level = level
        self.bodies.append(function)

    def special_scope(self, place):
        """Of a body that has a place of its own beside those of its module."""
        scope = self.scope(self.entry, False, ["n"])
        # Its own place comes up often.
        scope.places = [place, place, *scope.places]
        scope.level = 0
        scope.waits = "waits" in self.features and self.chance(0.3)
        return scope

    def body_block(self, scope, kind):
        block = self.block(scope, self.rng.randint(1, 1 if self.is_small else 3), 2)
        block.append(f"return {self.value(scope)}")
        return block

    def make_fields(self):
        """A class with concurrent methods, whose objects have state of their own; main makes one or two."""
        name = self.fresh("Box")
        kind = self.pick((3, "int"), (2, "list"), (1, "dict"))
        field = self.fresh("field")
        block = [("def __init__(self) -> None:", [f"self.{field} = {self.initial(kind)}"])]
        methods = []
        for decorators in [["@concurrent"]] + [self.rng.choice(([], ["@concurrent"]))] * self.rng.randint(0, 1):
            method = self.fresh("step")
            scope = self.special_scope(_Place(kind, f"self.{field}", self.entry))
            inner = self.body_block(scope, kind)
            declared = [f"global {', '.join(sorted(scope.declared))}"] if scope.declared else []
            block.extend(["", *decorators, (f"def {method}(self, n: int) -> int:", declared + inner)])
            if decorators:
                methods.append(method)
        self.code[self.entry].append([(f"class {name}:", block)])
        for _ in range(self.rng.randint(1, 2)):
            box = self.fresh("box")
            self.first.append(f"{box} = {name}()")
            self.own_places.append(_Place(kind, f"{box}.{field}", self.entry))
            self.own(f"{box}.{method}" for method in methods)

    def make_argument(self):
        """A body that is given a container of main's."""
        name, parameter = self.fresh("work"), self.fresh("bag")
        kind = self.rng.choice(("list", "dict"))
        scope = self.special_scope(_Place(kind, parameter, self.entry))
        annotation = {"list": "list", "dict": "dict"}[kind]
        header = f"def {name}(n: int, {parameter}: {annotation}) -> int:"
        self.finish(self.entry, header, self.body_block(scope, kind), scope, ["@concurrent"])
        for _ in range(self.rng.randint(1, 2)):
            bag = self.fresh("bag")
            self.first.append(f"{bag} = {self.initial(kind)}")
            self.own_places.append(_Place(kind, bag, self.entry))
            self.own([name], f", {bag}")

    def make_captured(self):
        """A concurrent function inside of main, which changes main's local."""
        name, local = self.fresh("work"), self.fresh("local")
        kind = self.pick((3, "int"), (2, "list"), (1, "dict"))
        scope = self.special_scope(_Place(kind, local, self.entry, local))
        block = self.body_block(scope, kind)
        outer = sorted(scope.declared - {local})
        declared = [f"global {', '.join(outer)}"] if outer else []
        if local in scope.declared:
            declared.append(f"nonlocal {local}")
        self.first.extend([f"{local} = {self.initial(kind)}", "", "@concurrent", (f"def {name}(n: int) -> int:", declared + block), ""])
        self.own_places.append(_Place(kind, local, self.entry))
        self.own([name])

    def make_default(self):
        """A body with a mutable default."""
        name, parameter = self.fresh("work"), self.fresh("seen")
        kind = self.rng.choice(("list", "dict"))
        scope = self.special_scope(_Place(kind, parameter, self.entry))
        header = f"def {name}(n: int, {parameter}={self.initial(kind)}) -> int:"
        self.finish(self.entry, header, self.body_block(scope, kind), scope, ["@concurrent"])
        self.own([name])

    def own(self, names, more=""):
        """Bodies that only main calls, with more arguments than the number."""
        for name in names:
            function = _Function(name, self.entry, "body", True)
            function.more = more
            function.level = -1
            self.bodies.append(function)

    def make_main(self):
        scope = self.scope(self.entry, True)
        scope.places = scope.places + self.own_places
        block = list(self.first)
        spawns = 0
        bodies = self.visible(self.bodies, self.entry)
        if not bodies:
            self.make_body(0)
            bodies = self.visible(self.bodies, self.entry)
        if not bodies:
            block.append("pass")
        for number in range(self.rng.randint(2, 3) if self.is_small else self.rng.randint(3, 7)):
            if bodies and (spawns < 2 or number == 0 or spawns < 3 and self.chance(0.2)):
                block.append(self.spawn(scope, self.rng.choice(bodies)))
                spawns += 1
            else:
                block.extend(self.statement(scope, 2))
            if scope.futures and self.chance(0.15):
                block.extend(self.wait(scope, self.rng.choice(scope.futures)))
        for future in scope.futures:
            if self.chance(0.9):
                block.extend(self.wait(scope, future))
        shown = ", ".join(self.shown(place, scope) for place in scope.places)
        block.append(f"print({shown})")
        self.finish(self.entry, "def main() -> None:", block, scope)
        self.code[self.entry].append([('if __name__ == "__main__":', ["main()"])])

    def shown(self, place, scope):
        text = self.written(place, scope)
        return {"dict": f"sorted({text}.items())", "list": f"list({text})", "object": f"{text}.read()"}.get(place.kind, text)

    def spawn(self, scope, body):
        name = self.fresh("future")
        call = self.called(body, scope.module)
        scope.futures.append(name)
        return f"{name} = {call}({self.argument(scope)}{body.more})"

    def argument(self, scope):
        if scope.locals and self.chance(0.3):
            return self.rng.choice(scope.locals)
        return self.small()

    def wait(self, scope, future):
        if not scope.ordinary:
            return self.wait_in_body(scope, future)
        form = self.pick((6, "print"), (2, "local"), (1, "update"))
        if "errors" in self.features and form != "update":
            inner = f"print({future}.result())"
            return [("try:", [inner]), ("except ValueError:", ['print("failed")'])]
        if form == "print":
            return [f"print({future}.result())"]
        if form == "local":
            name = self.fresh("v")
            scope.locals.append(name)
            return [f"{name} = {future}.result()"]
        return self.update_by(scope, f"{future}.result()")

    def wait_in_body(self, scope, future):
        if self.chance(0.4):
            return self.update_by(scope, f"{future}.result()")
        name = self.fresh("v")
        scope.locals.append(name)
        return [f"{name} = {future}.result()"]

    def update_by(self, scope, value):
        ints = [place for place in scope.places if place.kind == "int"]
        if not ints:
            return [f"print({value})"] if scope.ordinary else [f"n = {value}"]
        place = self.rng.choice(ints)
        return [f"{self.target(place, scope)} += {value}"]

    # Statements.

    def plain(self, scope):
        """The same scope, inside of what must not wait."""
        inner = _Scope(scope.module, scope.ordinary, scope.locals, scope.places)
        inner.declared = scope.declared
        inner.returns = False
        inner.loops = 0
        return inner

    def inner(self, scope):
        """The same scope, for a block: what it binds isn't known after it."""
        inner = _Scope(scope.module, scope.ordinary, scope.locals, scope.places)
        inner.declared = scope.declared
        inner.returns = scope.returns
        inner.waits = scope.waits
        inner.loops = scope.loops
        inner.level = scope.level
        return inner

    def block(self, scope, count, depth):
        block = []
        for _ in range(count):
            block.extend(self.statement(scope, depth))
        if scope.waits:
            for future in scope.futures:
                block.extend(self.wait(scope, future))
            scope.futures = []
        return block

    def statement(self, scope, depth):
        compound = depth > 0
        make = self.pick(
            (8, self.update),
            (3, self.read),
            (2, self.local),
            (2, self.two_places),
            (2 if self.visible(self.helpers, scope.module) else 0, self.call_helper),
            (2, self.carried),
            (3 if compound else 0, self.branch),
            (2 if compound else 0, self.loop),
            (1 if compound else 0, self.shared_loop),
            (1 if compound else 0, self.drain),
            (1 if compound and "errors" in self.features else 0, self.attempt),
            (1 if "errors" in self.features and not scope.ordinary and scope.returns else 0, self.fail),
            (1 if compound and not scope.ordinary and scope.returns else 0, self.leave),
            (1 if compound and scope.ordinary and "atomic" in self.features else 0, self.atomic_block),
            (4 if scope.waits else 0, self.spawn_in_body),
            (1 if scope.waits else 0, self.run_in_place),
        )
        return make(scope, depth)

    def target(self, place, scope):
        """The place as something to be rebound."""
        if place.root == place.text and place.owner == scope.module:
            scope.declared.add(place.root)
        return self.written(place, scope)

    def place(self, scope, *kinds):
        fitting = [place for place in scope.places if not kinds or place.kind in kinds]
        return self.rng.choice(fitting) if fitting else None

    def update(self, scope, depth, place=None):
        place = place or self.place(scope)
        value = self.operand(scope)
        if place.kind == "int":
            name = self.target(place, scope)
            return [self.pick((3, f"{name} += {value}"), (3, f"{name} = ({name} * 3 + {value}) % 101"), (1, f"{name} -= {value}"))]
        name = self.written(place, scope)
        if place.kind == "list":
            return [
                self.pick(
                    (4, f"{name}.append({value})"),
                    (2, f"{name}.append(len({name}) + {value})"),
                    (1, f"{name}.insert(0, {value})"),
                    (1, f"{name}.extend([{value}, sum({name}) % 7])"),
                    (1, f"{name}[:] = sorted({name})"),
                    (1, f"{name}.sort(reverse=True)"),
                )
            ]
        if place.kind == "dict":
            key = self.pick((2, "1"), (1, "2"), (1, f"{value} % 3"))
            return [
                self.pick(
                    (4, f"{name}[{key}] = {name}.get({key}, 0) + {value}"),
                    (2, f"{name}.setdefault({key}, {value})"),
                    (1, f"{name}.pop({key}, None)"),
                    (1, f"{name}.update({{{key}: {value} + len({name})}})"),
                )
            ]
        unit = "  # one unit" if scope.ordinary else ""
        return [self.pick((3, f"{name}.add({value})"), (1, f"{name}.twice({value})"), (1, f"{name}.log.append({name}.value + {value})")) + unit]

    def reading(self, scope, place=None):
        """An integer read from a place."""
        place = place or self.place(scope)
        name = self.written(place, scope)
        return {
            "int": name,
            "list": self.pick((2, f"len({name})"), (2, f"sum({name})"), (1, f"max({name}, default=0)"), (1, f"sum(i for i in {name} if i % 2)")),
            "dict": self.pick((2, f"len({name})"), (2, f"{name}.get(1, 0)"), (1, f"sum({name}.values())")),
            "object": self.pick((2, f"{name}.read()"), (1, f"{name}.value")),
        }[place.kind]

    def operand(self, scope):
        """An integer, from anywhere."""
        return self.pick(
            (4, self.small()),
            (4 if scope.locals else 0, self.rng.choice(scope.locals) if scope.locals else "1"),
            (2, self.reading(scope)),
        )

    def value(self, scope):
        return self.pick((2, self.operand(scope)), (2, f"{self.operand(scope)} + {self.operand(scope)}"), (1, "n * 2"))

    def read(self, scope, depth):
        name = self.fresh("v")
        text = f"{name} = {self.reading(scope)}"
        scope.locals.append(name)
        return [text]

    def local(self, scope, depth):
        if not scope.locals:
            return self.read(scope, depth)
        name = self.rng.choice(scope.locals)
        return [f"{name} = {name} + {self.operand(scope)}"]

    def two_places(self, scope, depth):
        ints = [place for place in scope.places if place.kind == "int"]
        if len(ints) >= 2:
            first, second = self.rng.sample(ints, 2)
            one, two = self.target(first, scope), self.target(second, scope)
            return [self.pick((1, f"{one}, {two} = {two}, {one} + 1"), (2, f"{one} += {two}"), (1, f"{one} = {two} if {one} > {two} else {one} + 1"))]
        return self.update(scope, depth)

    def carried(self, scope, depth):
        """A read-modify-write through a local."""
        place = self.place(scope, "int", "dict")
        if place is None:
            return self.update(scope, depth)
        name = self.fresh("v")
        unit = "  # one unit with the next" if scope.ordinary else ""
        if place.kind == "int":
            target = self.target(place, scope)
            block = [f"{name} = {target}{unit}", f"{target} = {name} + {self.small()}"]
        else:
            written = self.written(place, scope)
            block = [f"{name} = {written}.get(1, 0){unit}", f"{written}[1] = {name} + {self.small()}"]
        scope.locals.append(name)
        return block

    def call_helper(self, scope, depth):
        helper = self.rng.choice(self.visible(self.helpers, scope.module))
        call = f"{self.called(helper, scope.module)}({self.argument(scope)})"
        if self.chance(0.5):
            return [call]
        name = self.fresh("v")
        scope.locals.append(name)
        return [f"{name} = {call}"]

    def branch(self, scope, depth):
        place = self.place(scope)
        test = f"{self.reading(scope, place)} {self.rng.choice(('>', '<', '!='))} {self.small()}"
        if self.chance(0.25):
            # Check-then-act on one place: one section by contract.
            block = self.update_of_itself(scope, place)
            return [(f"if {test}:{'  # one unit' if scope.ordinary else ''}", block)]
        if self.chance(0.3):
            test = f"{self.operand(scope)} > {self.small()} {self.rng.choice(('and', 'or'))} {test}"
        block = [(f"if {test}:", self.nested(scope, depth))]
        if self.chance(0.4):
            block.append(("else:", self.nested(scope, depth)))
        return block

    def update_of_itself(self, scope, place):
        """An update that touches nothing else that is shared."""
        value = self.small()
        if place.kind == "int":
            return [f"{self.target(place, scope)} += {value}"]
        name = self.written(place, scope)
        return [{"list": f"{name}.append({value})", "dict": f"{name}[1] = {value}", "object": f"{name}.add({value})"}[place.kind]]

    def nested(self, scope, depth):
        return self.block(self.inner(scope), self.rng.randint(1, 2), depth - 1)

    def loop(self, scope, depth):
        name = self.fresh("i")
        inner = self.inner(scope)
        inner.locals.append(name)
        inner.loops = 1
        block = self.block(inner, self.rng.randint(1, 2), depth - 1)
        if self.chance(0.3):
            block.append((f"if {self.reading(scope)} > {self.small()}:", [self.rng.choice(("break", "continue"))]))
        if self.chance(0.2):
            return [(f"for {name} in range(2):", block), ("else:", self.update(scope, depth))]
        return [(f"for {name} in range(2):", block)]

    def shared_loop(self, scope, depth):
        place = self.place(scope, "list", "dict")
        if place is None:
            return self.loop(scope, depth)
        name = self.fresh("i")
        written = self.written(place, scope)
        source = written if place.kind == "list" else f"{written}.values()"
        others = [other for other in scope.places if other is not place and other.kind == "int"]
        if self.chance(0.4):
            source = f"list({source})"
        total = self.fresh("v")
        block = [f"{total} += {name}"]
        if others:
            other = self.rng.choice(others)
            block.append(f"{self.target(other, scope)} += {name}")
        scope.locals.append(total)
        return [f"{total} = 0", (f"for {name} in {source}:", block)]

    def drain(self, scope, depth):
        place = self.place(scope, "list", "int")
        if place is None:
            return self.update(scope, depth)
        unit = "  # one unit" if scope.ordinary else ""
        if place.kind == "list":
            name = self.written(place, scope)
            return [(f"while len({name}) > 2:{unit}", [f"{name}.pop()"])]
        name = self.target(place, scope)
        return [(f"while {name} > 20:{unit}", [f"{name} -= 7"])]

    def attempt(self, scope, depth):
        inner = self.inner(scope)
        inner.returns = False
        block = self.block(inner, self.rng.randint(1, 2), depth - 1)
        if self.chance(0.5):
            block.append((f"if {self.reading(scope)} > {self.small()}:", ['raise KeyError("stop")']))
            return [("try:", block), ("except KeyError:", self.update(scope, depth))]
        return [("try:", block), ("finally:", self.update(scope, depth))]

    def fail(self, scope, depth):
        return [(f"if {self.operand(scope)} > {self.small()}:", ['raise ValueError("too much")'])]

    def leave(self, scope, depth):
        return [(f"if {self.operand(scope)} > {self.small()}:", [f"return {self.value(scope)}"])]

    def atomic_block(self, scope, depth):
        return [("with atomic:", self.block(self.plain(scope), self.rng.randint(1, 3), depth - 1))]

    def spawn_in_body(self, scope, depth):
        bodies = [body for body in self.visible(self.bodies, scope.module) if body.level > scope.level]
        if not bodies:
            return self.update(scope, depth)
        return [self.spawn(scope, self.rng.choice(bodies))]

    def run_in_place(self, scope, depth):
        bodies = [body for body in self.visible(self.bodies, scope.module) if body.level > scope.level]
        if not bodies:
            return self.update(scope, depth)
        name = self.fresh("v")
        call = f"{name} = {self.called(self.rng.choice(bodies), scope.module)}({self.argument(scope)}).result()"
        scope.locals.append(name)
        return [call]


def _lines(block, depth):
    """A block as lines; a statement is a line, or (header, block)."""
    for statement in block:
        if isinstance(statement, str):
            yield "    " * depth + statement if statement else ""
        else:
            header, inner = statement
            yield "    " * depth + header
            yield from _lines(inner or ["pass"], depth + 1)
