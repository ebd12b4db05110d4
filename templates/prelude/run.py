def RUN(future: FUTURE_T, body: CALLABLE[..., T], args: ANY, kwargs: ANY) -> None:
    if not future.set_running_or_notify_cancel():
        return
    try:
        future.set_result(body(*args, **kwargs))
    except BaseException as error:
        future.set_exception(error)
    finally:
        del future  # the traceback of its exception holds this frame
