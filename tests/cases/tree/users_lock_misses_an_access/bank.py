import threading

lock = threading.Lock()
balance = 0


def deposit(amount):
    global balance
    with lock:
        balance += amount


def peek():
    return balance
