import admin
import state
from lockweave import concurrent


@concurrent
def record(name):
    state.current[name] = state.version


def main():
    for future in [record(name) for name in "ab"]:
        future.result()
    admin.renew()
    for future in [record(name) for name in "abc"]:
        future.result()
    print(sorted(state.current.items()), state.version)
