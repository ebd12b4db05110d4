if LOCK.acquire() is False:
    raise RuntimeError("LOCK was not acquired")
try:
    BODY
finally:
    LOCK.release()
