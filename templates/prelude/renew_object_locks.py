LOCK.locks = [FRESH(lock) for lock in LOCK.locks]
