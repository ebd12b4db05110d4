class Options:
    pass


def read(pairs):
    options = Options()
    for name, value in pairs:
        setattr(options, name, value)
    return options
