def SPAWN(body: CALLABLE[..., T], /, *args: ANY, **kwargs: ANY) -> FUTURE_T:
    """Run body in a thread of its own; what comes of it goes into the future."""
    if not THREADING.main_thread().is_alive():
        raise RuntimeError("cannot start a thread after the main thread has ended")
    future: FUTURE_T = FUTURE()
    name = getattr(body, "__name__", None)
    work = (future, body, args, kwargs)
    try:
        THREADING.Thread(target=RUN, name=name, args=work, daemon=False).start()
    except RuntimeError as error:
        future.set_exception(error.with_traceback(None))
    return future
