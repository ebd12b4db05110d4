operations = {}


def _note(name):
    operations[name] = operations.get(name, 0) + 1


class Money:
    def __init__(self, cents):
        self.cents = cents

    def __add__(self, other):
        _note("add")
        return Money(self.cents + other.cents)

    def __lt__(self, other):
        _note("lt")
        return self.cents < other.cents

    def __getitem__(self, digit):
        _note("getitem")
        return str(self.cents)[digit]
