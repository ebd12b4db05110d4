import threading

finished = 0
all_done = threading.Event()


def note(future):
    global finished
    finished += 1
    if finished == 4:
        all_done.set()
