import signal

received = []


def handle(number, frame):
    received.append(number)


def install():
    signal.signal(signal.SIGUSR1, handle)
