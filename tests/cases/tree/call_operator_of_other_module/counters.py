counts = {}


class Counter:
    def __init__(self, name):
        self.name = name

    def __call__(self, by):
        counts[self.name] = counts.get(self.name, 0) + by
