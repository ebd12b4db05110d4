if LOCK.acquire() is False:
    raise RuntimeError("LOCK was not acquired")
HELD = True
try:
    BODY
finally:
    if HELD:
        LOCK.release()
