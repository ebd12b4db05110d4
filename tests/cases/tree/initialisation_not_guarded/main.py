import config
import registry
from lockweave import concurrent

registry.register("third", 1)


@concurrent
def use(name):
    return registry.handlers[name] * config.SETTINGS["depth"]


def late():
    registry.register("fourth", 4)


def main():
    futures = [use(name) for name in ("first", "second", "third")]
    late()
    print([future.result() for future in futures], use("fourth").result())
