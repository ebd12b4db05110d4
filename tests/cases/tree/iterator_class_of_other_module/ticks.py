total = 0


class Countdown:
    def __init__(self, start):
        self.left = start

    def __iter__(self):
        return self

    def __next__(self):
        global total
        if self.left == 0:
            raise StopIteration
        self.left -= 1
        total += 1
        return self.left
