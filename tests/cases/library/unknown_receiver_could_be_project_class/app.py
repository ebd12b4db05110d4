# The receiver has no annotation: it could be Feed, so its `fetch` counts and `opened` is locked.
import time

from lockweave import concurrent

opened = 0


class Feed:
    def fetch(self):
        global opened
        seen = opened
        time.sleep(0)
        opened = seen + 1
        return opened


@concurrent
def read(source):
    return source.fetch()


def main():
    feeds = [Feed() for _ in range(100)]
    values = sorted(future.result() for future in [read(feed) for feed in feeds])
    assert values == list(range(1, 101))
    print(opened)
