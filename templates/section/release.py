HELD = False
LOCK.release()
