getattr(EXECUTOR, "_max_workers")
