import plugins
from lockweave import concurrent
from registry import handlers


@concurrent
def work(name, text):
    return handlers[name](text)


def main():
    print([work(name, "ab").result() for name in sorted(handlers)])
