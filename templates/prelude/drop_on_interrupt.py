def DROP_QUEUED(*error: ANY, hook: ANY = SYS.excepthook) -> None:
    """On Ctrl-C what is queued is dropped, so that the program ends."""
    if issubclass(error[0], KeyboardInterrupt):
        CANCEL
    hook(*error)


SYS.excepthook = DROP_QUEUED
