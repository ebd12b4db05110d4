import store
from lockweave import concurrent
from machine import Machine

machine = Machine(store.remember)


@concurrent
def run(n):
    machine.step(n)


def main():
    for future in [run(n) for n in range(3)]:
        future.result()
    print(sorted(store.seen))
