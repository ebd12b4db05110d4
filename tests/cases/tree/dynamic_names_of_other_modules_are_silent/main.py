import config
import settings
import state
from lockweave import concurrent


@concurrent
def work(n):
    state.total += n * config.level
    state.hits[n] = 1


def main():
    print(settings.configure({"level": 2}))
    work(3).result()
    settings.forget()
    print(state.total, state.hits)
