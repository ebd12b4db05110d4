import spans
from lockweave import concurrent


@concurrent
def work(name):
    with spans.span(name):
        return name.upper()


def main():
    print([future.result() for future in [work(name) for name in "abc"]])
    print(spans.open_spans, sorted(spans.closed))
