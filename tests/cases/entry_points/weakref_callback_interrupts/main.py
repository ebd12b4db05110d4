import weakref

from lockweave import concurrent

gone = []


class Item:
    pass


def note(reference):
    gone.append(-1)


@concurrent
def use(n):
    item = Item()
    reference = weakref.ref(item, note)
    gone.append(n)
    return reference() is item


def main():
    for future in [use(n) for n in range(3)]:
        print(future.result())
    print(sorted(gone)[-1])
