_handlers = {}


def handles(kind):
    def register(function):
        _handlers[kind] = function
        return function

    return register


def handle(kind, value):
    return _handlers[kind](value)
