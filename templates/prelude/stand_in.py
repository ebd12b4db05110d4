class STAND_IN_CLASS:
    """Stands in for the value of a future: whatever is asked of it waits for that."""

    __slots__ = ("_future", "_kind", "__weakref__")

    def __init__(self, future: FUTURE_OF_ANY, kind: ANY) -> None:
        object.__setattr__(self, "_future", future)
        object.__setattr__(self, "_kind", kind)

    def __stands_for__(self) -> ANY:
        return WAIT_FOR(object.__getattribute__(self, "_future").result())

    def __getattribute__(self, name: str) -> ANY:
        if name == "__class__":
            kind = object.__getattribute__(self, "_kind")
            if type(kind) is type and (kind.__module__ == "builtins" or not kind.__subclasses__()):
                return kind  # no class below it could be the value's
        if name == "__reduce_ex__":
            return object.__getattribute__(self, name)
        return getattr(WAIT_FOR(self), name)

    def __reduce_ex__(self, protocol: ANY) -> ANY:
        return OPERATOR.itemgetter(0), ((WAIT_FOR(self),),)

    def __call__(self, *args: ANY, **kwargs: ANY) -> ANY:
        called: ANY = WAIT_FOR(self)
        return called(*args, **kwargs)


def GIVE_OPERATORS() -> None:
    """Python looks for operators in the class alone."""

    def give(name: str, act: CALLABLE[..., ANY]) -> None:
        def operator(self: ANY, *args: ANY) -> ANY:
            return act(WAIT_FOR(self), *args)

        setattr(STAND_IN_CLASS, f"__{name}__", operator)

    def turned(act: CALLABLE[..., ANY]) -> CALLABLE[..., ANY]:
        def operator(value: ANY, other: ANY, *args: ANY) -> ANY:
            return act(other, value, *args)

        return operator

    def of_class(name: str) -> CALLABLE[..., ANY]:
        def operator(value: object, *args: ANY) -> ANY:
            return getattr(type(value), name)(value, *args)

        return operator

    binary = "add and floordiv lshift matmul mod mul or pow rshift sub truediv xor"
    for name in binary.split():
        act = BUILTINS.pow if name == "pow" else getattr(OPERATOR, f"__{name}__")
        give(name, act)
        give(f"r{name}", turned(act))
        give(f"i{name}", getattr(OPERATOR, f"__i{name}__"))
    give("rdivmod", turned(BUILTINS.divmod))
    for module, names in (
        (OPERATOR, "contains delitem eq ge getitem gt index invert le lt ne neg pos setitem"),
        (BUILTINS, "abs bool bytes complex delattr dir divmod float format hash int iter len"),
        (BUILTINS, "next repr reversed round setattr str"),
        (COPY, "copy deepcopy"),
        (MATH, "ceil floor trunc"),
        (OS, "fspath"),
    ):
        for name in names.split():
            give(name, getattr(module, name))
    special = "aenter aexit aiter anext await enter exit instancecheck subclasscheck"
    for name in special.split():
        give(name, of_class(f"__{name}__"))


GIVE_OPERATORS()


def STAND_IN(future: FUTURE_T, kind: ANY = None) -> T:
    return CAST(T, STAND_IN_CLASS(future, kind))
