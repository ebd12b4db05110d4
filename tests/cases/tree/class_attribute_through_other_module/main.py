import stats
from lockweave import concurrent
from stats import Stats


@concurrent
def record(name):
    Stats.count += 1
    stats.Stats.note(name)


def main():
    for future in [record(name) for name in "abca"]:
        future.result()
    print(stats.summary())
