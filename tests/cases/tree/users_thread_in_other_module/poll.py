import threading

ticks = 0


def tick():
    global ticks
    ticks += 1


def start():
    thread = threading.Thread(target=tick)
    thread.start()
    return thread
