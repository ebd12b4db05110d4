import spans
from lockweave import concurrent


@concurrent
def work(name):
    with spans.span(name) as upper:
        return upper * 2


def main():
    print([future.result() for future in [work(name) for name in "abc"]])
    print(sorted(spans.closed))
