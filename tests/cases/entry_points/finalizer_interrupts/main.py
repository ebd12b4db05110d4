import gc

from lockweave import concurrent

live = 0


class Handle:
    def __init__(self):
        global live
        live += 1

    def __del__(self):
        global live
        live -= 1


@concurrent
def use(n):
    handle = Handle()
    return n if handle else None


def main():
    for future in [use(n) for n in range(3)]:
        future.result()
    del future
    gc.collect()
    print(live)
