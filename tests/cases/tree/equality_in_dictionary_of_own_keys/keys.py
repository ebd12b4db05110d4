compared = 0


class Key:
    def __init__(self, name):
        self.name = name

    def __hash__(self):
        return 1

    def __eq__(self, other):
        global compared
        compared += 1
        return self.name == other.name
