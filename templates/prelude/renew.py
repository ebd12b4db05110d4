def RENEW() -> None:
    """A forked child has none of the threads that held locks or ran bodies."""
    GLOBAL_NAMES
    RENEWALS


if hasattr(OS, "register_at_fork"):
    OS.register_at_fork(after_in_child=RENEW)
