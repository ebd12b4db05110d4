"""Constants on demand."""


def __getattr__(name):
    if name.startswith("__"):
        raise AttributeError(name)
    return "const:" + name
