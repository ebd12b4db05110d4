LOCK.acquire()
try:
    BODY
finally:
    LOCK.release()
