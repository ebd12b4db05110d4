LOCK.acquire()
HELD = True
try:
    BODY
finally:
    if HELD:
        LOCK.release()
