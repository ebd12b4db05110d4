_registry = None
built = 0


class Registry:
    def __init__(self):
        self.names = []

    def add(self, name):
        self.names.append(name)


def get():
    global _registry, built
    if _registry is None:
        _registry = Registry()
        built += 1
    return _registry
