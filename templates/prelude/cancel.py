EXECUTOR.shutdown(wait=False, cancel_futures=True)
