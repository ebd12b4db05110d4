def WRAPPER(PARAMETERS):
    return EXECUTOR.submit(lambda: BODY(ARGUMENTS))
