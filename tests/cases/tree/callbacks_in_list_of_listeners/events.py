_listeners = []


def listen(function):
    _listeners.append(function)


def announce(what):
    for listener in list(_listeners):
        listener(what)
