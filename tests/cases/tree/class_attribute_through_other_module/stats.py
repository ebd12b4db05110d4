class Stats:
    count = 0
    names = {}

    @classmethod
    def note(cls, name):
        cls.names[name] = cls.names.get(name, 0) + 1


def summary():
    return Stats.count, sorted(Stats.names.items())
