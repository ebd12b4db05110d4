import signal
from lockweave import concurrent
total = 0
asked = 0
def show(number, frame):
    global asked
    asked += 1
    print(total)
signal.signal(signal.SIGTERM, show)
@concurrent
def add(n):
    global total
    total += n
def main():
    global total
    add(1).result()
    total += 1
    print(total)
