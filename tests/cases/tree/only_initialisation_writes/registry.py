handlers = {}


def handler(name):
    def register(function):
        handlers[name] = function
        return function

    return register
