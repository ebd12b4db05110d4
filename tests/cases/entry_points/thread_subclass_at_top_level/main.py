import threading
from lockweave import concurrent
total = 0
class Worker(threading.Thread):
    def run(self):
        global total
        total += 1
@concurrent
def add(n):
    global total
    total += n
worker = Worker()
worker.start()
total = 5
def main():
    worker.join()
    add(2).result()
    print(total > 0)
