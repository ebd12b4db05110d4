class LOGGED_FUTURE(FUTURE_BASE):
    """A future whose exception is logged if nobody has asked for it."""

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

    def __del__(self) -> None:
        if self.done() and not self.cancelled() and not self.asked:
            error = SUPER.exception()
            if error is not None:
                LOGGING.getLogger(__name__).error(MESSAGE, exc_info=error)


def LOGGED(future: FUTURE_T) -> FUTURE_T:
    future.__class__ = LOGGED_FUTURE
    return future
