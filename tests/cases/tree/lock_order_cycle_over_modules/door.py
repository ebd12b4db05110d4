import threading

lock = threading.Lock()
opened = []


def open_for(who):
    with lock:
        opened.append(who)
