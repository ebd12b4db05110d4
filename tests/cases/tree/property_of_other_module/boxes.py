reads = 0


class Box:
    def __init__(self, items):
        self.items = tuple(items)

    @property
    def size(self):
        global reads
        reads += 1
        return len(self.items)
