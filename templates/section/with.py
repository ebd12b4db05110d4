with LOCK:
    BODY
