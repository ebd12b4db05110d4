def WRAPPER(RECEIVER, *args, **kwargs):
    SUITE
