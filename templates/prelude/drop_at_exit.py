def DROP_QUEUED() -> None:
    """When the main thread ends, what is queued is dropped."""
    THREADING.main_thread().join()
    CANCEL


THREADING.Thread(target=DROP_QUEUED, daemon=True).start()
