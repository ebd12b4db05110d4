"""Classes that a metaclass keeps, and those below one."""
from lockweave import concurrent

made = 0
listed = 0


class Meta(type):
    known = {}

    def __new__(mcs, name, bases, namespace):
        made = super().__new__(mcs, name, bases, namespace)
        Meta.known[name] = made
        return made


class Model(metaclass=Meta):
    def __init__(self):
        global made
        made += 1


class Plugin:
    pass


class Counting(Plugin):
    def __init__(self):
        global listed
        listed += 1


@concurrent
def create(name):
    Meta.known[name]()


@concurrent
def create_all():
    for plugin in Plugin.__subclasses__():
        plugin()


def main():
    for future in [create("Model") for _ in range(5)] + [create_all() for _ in range(5)]:
        future.result()
    print(made, listed)


if __name__ == "__main__":
    main()
