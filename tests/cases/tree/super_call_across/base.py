made = []


class Base:
    def __init__(self, name):
        made.append(name)
        self.name = name
