import state
from lockweave import concurrent


@concurrent
def compute(expression):
    state.hits[expression] = eval(expression)


def main():
    for future in [compute("1 + 1"), compute("2 * 3")]:
        future.result()
    print(sorted(state.hits.items()))
