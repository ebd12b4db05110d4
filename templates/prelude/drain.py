def DRAIN(executor: POOL) -> None:
    """Cancel what is queued; shutdown can't before Python 3.9."""
    with SUPPRESS(QUEUE.Empty):
        while True:
            work = executor._work_queue.get_nowait()
            if work:
                work.future.cancel()
