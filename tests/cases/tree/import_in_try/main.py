from lockweave import concurrent

try:
    from fast_counting import bump, hits
except ImportError:
    from slow import bump, hits


@concurrent
def record(name):
    bump(name)


def main():
    for future in [record(name) for name in "abca"]:
        future.result()
    print(sorted(hits.items()))
