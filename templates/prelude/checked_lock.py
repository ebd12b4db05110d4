class CHECKED_LOCK:
    """A lock whose acquire may give up, which then raises."""

    def __init__(self, lock: ANY) -> None:
        self.lock = lock

    def acquire(self) -> bool:
        if self.lock.acquire() is False:
            raise RuntimeError("lock could not be acquired")
        return True

    def release(self) -> None:
        self.lock.release()

    def __enter__(self) -> bool:
        return self.acquire()

    def __exit__(self, *error: object) -> None:
        self.release()
