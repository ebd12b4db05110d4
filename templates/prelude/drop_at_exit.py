def DROP_QUEUED() -> None:
    """At exit what is queued is dropped, before the pool waits for it."""
    CANCEL


getattr(THREADING, "_register_atexit", ATEXIT.register)(DROP_QUEUED)
