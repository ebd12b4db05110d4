import registry
from lockweave import concurrent


@concurrent
def register(name):
    registry.get().add(name)


def main():
    for future in [register(name) for name in "abc"]:
        future.result()
    print(sorted(registry.get().names), registry.built)
