def FRESH(lock: THREADING.RLock) -> THREADING.RLock:
    """Another lock, unless this thread holds this one."""
    return lock if getattr(lock, "_is_owned")() else THREADING.RLock()
