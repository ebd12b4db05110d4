_locks = {"a": 1}
