class LOGGED_FUTURE(FUTURE_BASE):
    """A future that logs its exception if nobody has asked for it by its end."""

    asked = False

    def result(self, timeout: OPTIONAL_FLOAT = None) -> T:
        try:
            return SUPER.result(timeout)
        finally:
            self.asked = self.done()
            del self  # the traceback of its exception holds this frame

    def exception(self, timeout: OPTIONAL_FLOAT = None) -> OPTIONAL_ERROR:
        try:
            return SUPER.exception(timeout)
        finally:
            self.asked = self.done()

    def log(self) -> None:
        if self.done() and not self.cancelled() and not self.asked:
            error = self.exception()
            if error is not None:
                LOGGING.getLogger(__name__).error(MESSAGE, exc_info=error)

    def __del__(self) -> None:
        self.log()


UNASKED: WEAK_SET_OF_ANY = WEAK_SET()


def LOGGED(future: FUTURE_T) -> FUTURE_T:
    future.__class__ = LOGGED_FUTURE
    UNASKED.add(future)
    return future


def LOG_UNASKED() -> None:
    while UNASKED:
        UNASKED.pop().log()


ATEXIT.register(LOG_UNASKED)
