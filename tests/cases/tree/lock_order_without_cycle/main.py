import door
import vault
from lockweave import concurrent


@concurrent
def visit(who):
    with door.lock:
        vault.put(who, 1)


@concurrent
def leave(who):
    with door.lock:
        vault.put(who, -1)


def main():
    for future in [visit("a"), visit("b"), leave("a")]:
        future.result()
    print(sorted(vault.gold.items()))
