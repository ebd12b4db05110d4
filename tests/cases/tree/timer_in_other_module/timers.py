import threading

fired = []


def fire(name):
    fired.append(name)


def after(name):
    timer = threading.Timer(0.001, fire, args=(name,))
    timer.start()
    return timer
