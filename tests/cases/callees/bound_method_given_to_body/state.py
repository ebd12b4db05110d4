import time

total = 0


def tick(step=1):
    global total
    before = total
    time.sleep(0)
    total = before + step


class Tally:
    def __init__(self):
        self.count = 0

    def add(self, step=1):
        before = self.count
        time.sleep(0)
        self.count = before + step


tally = Tally()
