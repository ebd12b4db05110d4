def WRAPPER(RECEIVER, *args: ANY, **kwargs: ANY) -> FUTURE_OF_ANY:
    SUITE
