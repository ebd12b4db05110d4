def WAIT_FOR(value: T) -> T:
    """The value itself, or what it stands in for once that is there."""
    wait = getattr(type(value), "__stands_for__", None)
    return value if wait is None else CAST(T, wait(value))
