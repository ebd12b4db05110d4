import state
import steps
from lockweave import concurrent


@concurrent
def record(page):
    weight = len(page) * 3
    steps.bump(weight)


def main():
    for future in [record(page) for page in ("a", "bb")]:
        future.result()
    print(state.total)
